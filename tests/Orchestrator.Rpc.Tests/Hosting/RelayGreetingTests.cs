using System.Text;
using Orchestrator.Hosting;

namespace Orchestrator.Rpc.Tests.Hosting;

[TestClass]
public sealed class RelayGreetingTests : FolderTest
{
    [TestMethod]
    public async Task Read_gives_what_was_written_and_takes_no_byte_more()
    {
        using var stream = new MemoryStream();
        await RelayGreeting.OfHost.WriteAsync(stream, Timeout);
        stream.Write("Content-Length"u8);
        stream.Position = 0;

        var greeting = await RelayGreeting.ReadAsync(stream, Timeout);

        Assert.AreEqual(RelayGreeting.OfHost, greeting);
        Assert.AreEqual((int)'C', stream.ReadByte());
    }

    [TestMethod]
    [TestCategory("CON-13")]
    public async Task Read_of_another_versions_greeting_tells_its_version()
    {
        var greeting = await ReadAsync("""{"Relay":99,"Version":"9.9.9","Mood":"good"}""" + "\n");

        Assert.AreEqual(new RelayGreeting(99, "9.9.9"), greeting);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("no line end")]
    [DataRow("no json\n")]
    [DataRow("5\n")]
    [DataRow("null\n")]
    [TestCategory("SEC-07")]
    public async Task Read_of_what_is_no_greeting_is_nothing(string text)
    {
        Assert.IsNull(await ReadAsync(text));
    }

    [TestMethod]
    public async Task Read_of_a_line_that_does_not_end_stops_after_a_kibibyte()
    {
        using var stream = new MemoryStream(new byte[10_000]);

        Assert.IsNull(await RelayGreeting.ReadAsync(stream, Timeout));
        Assert.AreEqual(1024, stream.Position);
    }

    private async Task<RelayGreeting?> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await RelayGreeting.ReadAsync(stream, Timeout);
    }
}
