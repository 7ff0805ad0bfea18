using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Protocol;
using Orchestrator.Storage;
using StreamJsonRpc.Protocol;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
public sealed class ErrorTranslationTests
{
    [TestMethod]
    public void Refusal_goes_out_with_its_code_its_sentence_and_its_data()
    {
        var error = Translate(new OrchestratorException(ErrorCode.SessionClosing, "It ends.") { SessionId = "s", IsRetryable = true, Hint = "Wait." });

        Assert.AreEqual(1002, (int)error.Code);
        Assert.AreEqual("It ends.", error.Message);
        Assert.AreEqual(new ErrorData("sessionClosing", true, SessionId: "s", Hint: "Wait."), error.Data);
    }

    [TestMethod]
    public void Protocol_fault_has_no_data()
    {
        Assert.IsNull(Translate(new OrchestratorException(ErrorCode.InvalidParams, "Bad.")).Data);
    }

    [TestMethod]
    [TestCategory("SEC-05")]
    public void Anything_else_is_an_internal_error_that_tells_a_reference_and_no_more()
    {
        var error = Translate(new InvalidOperationException("the secret of /home/user"));

        Assert.AreEqual(-32603, (int)error.Code);
        var data = (ErrorData)error.Data!;
        StringAssert.Contains(error.Message, data.Reference!, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(error.Message) + JsonSerializer.Serialize(data));
    }

    [TestMethod]
    public void Failure_of_the_store_is_told_as_one_without_its_text()
    {
        var error = Translate(new StorageException("disk text", new IOException("disk text")));

        Assert.AreEqual(1701, (int)error.Code);
        Assert.DoesNotContain("disk text", error.Message!);
        Assert.IsTrue(((ErrorData)error.Data!).Retryable);
    }

    [TestMethod]
    [DataRow("""{"text":"t"}""", "sessionId")]
    [DataRow("""{"sessionId":"s","clientMessageId":"m","text":5}""", "text")]
    [DataRow("""{"sessionId":"s","clientMessageId":"m","text":"t","mode":5}""", "mode")]
    public void Unreadable_params_name_the_member_and_no_type(string parameters, string member)
    {
        var unreadable = Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<SessionSendParams>(parameters, ProtocolJson.Options));

        var error = Translate(unreadable);

        Assert.AreEqual(-32602, (int)error.Code);
        StringAssert.Contains(error.Message, $"'{member}'", StringComparison.Ordinal);
        Assert.DoesNotContain("Orchestrator", error.Message!);
    }

    private static JsonRpcError.ErrorDetail Translate(Exception exception) => ErrorTranslation.Translate(exception, "a/method", NullLogger.Instance);
}
