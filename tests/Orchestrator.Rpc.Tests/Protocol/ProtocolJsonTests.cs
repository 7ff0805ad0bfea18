using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Protocol;

[TestClass]
public sealed class ProtocolJsonTests
{
    [TestMethod]
    public void Enum_is_written_in_lower_camel_case()
    {
        Assert.AreEqual("\"needsApproval\"", Write(SessionActivity.NeedsApproval));
    }

    [TestMethod]
    public void Enum_is_read_from_its_string()
    {
        Assert.AreEqual(WorktreeDisposal.IfClean, Read<SessionDeleteParams>("""{"sessionId":"a","worktree":"ifClean"}""").Worktree);
    }

    [TestMethod]
    public void Unknown_enum_string_is_a_value_no_member_has()
    {
        var value = Read<SessionListParams>("""{"sort":"byColour"}""").Sort;

        Assert.IsNotNull(value);
        Assert.IsFalse(Enum.IsDefined(value.Value));
    }

    [TestMethod]
    [DataRow("1")]
    [DataRow("true")]
    [DataRow("{}")]
    public void Enum_of_another_type_is_refused(string value)
    {
        var error = Assert.ThrowsExactly<JsonException>(() => Read<SessionListParams>($$"""{"sort":{{value}}}"""));

        StringAssert.Contains(error.Message, "updated, created", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("\"5\"", DisplayName = "string")]
    [DataRow("5.5", DisplayName = "fraction")]
    [DataRow("5000000000", DisplayName = "too large")]
    public void Number_in_another_form_is_refused(string cols)
    {
        var json = $$"""{"sessionId":"a","cols":{{cols}},"rows":24}""";

        var error = Assert.ThrowsExactly<JsonException>(() => Read<TerminalResizeParams>(json));

        Assert.AreEqual("$.cols", error.Path);
    }

    [TestMethod]
    public void Missing_required_member_is_named()
    {
        var error = Assert.ThrowsExactly<JsonException>(() => Read<SessionSendParams>("""{"sessionId":"a","text":"hi"}"""));

        StringAssert.Contains(error.Message, "clientMessageId", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Null_for_a_required_member_is_refused_and_named()
    {
        var error = Assert.ThrowsExactly<JsonException>(() => Read<SessionIdParams>("""{"sessionId":null}"""));

        StringAssert.Contains(error.Message, "sessionId", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Null_for_an_optional_member_is_as_if_absent()
    {
        Assert.AreEqual(Read<SessionListParams>("{}"), Read<SessionListParams>("""{"filter":null,"sort":null,"limit":null}"""));
    }

    [TestMethod]
    public void Absent_members_are_not_written()
    {
        Assert.AreEqual("""{"sessionId":"a","cols":80}""", Write(new SessionRevealParams("a", Cols: 80)));
    }

    [TestMethod]
    public void Unknown_members_are_ignored()
    {
        Assert.AreEqual("a", Read<SessionIdParams>("""{"sessionId":"a","colour":{"deep":[1]}}""").SessionId);
    }

    [TestMethod]
    public void Member_in_another_case_is_unknown()
    {
        Assert.ThrowsExactly<JsonException>(() => Read<SessionIdParams>("""{"SessionId":"a"}"""));
    }

    [TestMethod]
    [DataRow("2026-02-03T04:05:06.789+02:00", "2026-02-03T02:05:06.789Z", DisplayName = "other zone")]
    [DataRow("2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000Z", DisplayName = "whole second")]
    [DataRow("2026-02-03T04:05:06.7894567Z", "2026-02-03T04:05:06.789Z", DisplayName = "finer than milliseconds")]
    public void Timestamp_is_written_in_utc_with_milliseconds(string read, string written)
    {
        var project = Read<Project>($$"""{"id":"p","name":"n","path":"/p","createdAt":"{{read}}"}""");

        StringAssert.Contains(Write(project), $"\"createdAt\":\"{written}\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Bytes_travel_as_base64()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        var json = Write(new TerminalInputParams("a", bytes));

        using var document = JsonDocument.Parse(json);
        Assert.AreEqual(Convert.ToBase64String(bytes), document.RootElement.GetProperty("data").GetString());
        CollectionAssert.AreEqual(bytes, Read<TerminalInputParams>(json).Data.ToArray());
    }

    [TestMethod]
    public void Bytes_that_are_not_base64_are_refused()
    {
        Assert.ThrowsExactly<JsonException>(() => Read<TerminalInputParams>("""{"sessionId":"a","data":"?"}"""));
    }

    [TestMethod]
    public void Offsets_beyond_32_bits_survive()
    {
        const long Offset = (1L << 53) - 1;

        Assert.AreEqual(Offset, Read<TerminalAckParams>(Write(new TerminalAckParams("a", "e", Offset))).Offset);
    }

    [TestMethod]
    public void Lists_and_dictionaries_survive()
    {
        var written = new SessionCreateParams(
            "command",
            Args: ["echo", "a b", "ä\n"],
            Env: ImmutableDictionary<string, string>.Empty.Add("LANG", "C"));

        var read = Read<SessionCreateParams>(Write(written));

        CollectionAssert.AreEqual(written.Args!.Value, read.Args!.Value);
        Assert.AreEqual("C", read.Env!["LANG"]);
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ProtocolJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ProtocolJson.Options)!;
}
