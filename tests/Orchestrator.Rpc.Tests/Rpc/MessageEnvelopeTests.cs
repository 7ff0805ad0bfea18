using System.Buffers;
using System.Text;
using Orchestrator.Protocol;
using StreamJsonRpc;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
public sealed class MessageEnvelopeTests
{
    [TestMethod]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m","params":{}}""", "m", "1", null)]
    [DataRow("""{"jsonrpc":"2.0","id":"text","method":"m"}""", "m", "text", null)]
    [DataRow("""{"jsonrpc":"2.0","method":"m"}""", "m", null, null)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"result":{}}""", null, "1", null)]
    [DataRow("""{"id":1,"method":"m"}""", "m", "1", ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":"1.0","id":1,"method":"m"}""", "m", "1", ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":2.0,"id":1,"method":"m"}""", "m", "1", ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":null,"id":1,"method":"m"}""", "m", "1", ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":5}""", null, "1", ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1.5,"method":"m"}""", null, null, ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":[],"method":"m"}""", null, null, ErrorCode.InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m","params":[1]}""", "m", "1", ErrorCode.InvalidParams)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"m","params":5}""", "m", "1", ErrorCode.InvalidParams)]
    [DataRow("""[{"jsonrpc":"2.0","id":1,"method":"m"}]""", null, null, ErrorCode.InvalidRequest)]
    [DataRow("5", null, null, ErrorCode.InvalidRequest)]
    [DataRow("", null, null, ErrorCode.ParseError)]
    [DataRow("{", null, null, ErrorCode.ParseError)]
    [DataRow("{} {}", null, null, ErrorCode.ParseError)]
    [DataRow("""{"jsonrpc":"2.0","id":1,"method":"\ud800"}""", null, null, ErrorCode.ParseError)]
    public void Read_tells_whose_message_it_is_and_what_is_wrong_with_it(string content, string? method, string? id, ErrorCode? fault)
    {
        var envelope = Read(Encoding.UTF8.GetBytes(content));

        Assert.AreEqual(method, envelope.Method);
        Assert.AreEqual(id, envelope.Id == RequestId.NotSpecified || envelope.Id == RequestId.Null ? null : envelope.Id.ToString());
        Assert.AreEqual(fault, envelope.Fault?.Code);
        Assert.AreEqual(fault == ErrorCode.ParseError, envelope.IsUnreadable);
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    public void Read_of_deep_nesting_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);

        Assert.AreEqual(ErrorCode.ParseError, Read(Encoding.UTF8.GetBytes(deep)).Fault?.Code);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [TestCategory("SEC-07")]
    public void Read_of_damaged_messages_never_throws(int seed)
    {
        var random = new Random(seed);
        var message = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":"é1","method":"session/list","params":{"text":"日本"}}""");
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = message.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            Read(damaged[..random.Next(damaged.Length + 1)]);
        }
    }

    private static MessageEnvelope Read(byte[] content) => MessageEnvelope.Read(content);
}
