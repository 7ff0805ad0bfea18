using System.Buffers;
using System.Text;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
public sealed class FrameHeaderTests
{
    private const int Max = 1000;

    [TestMethod]
    [DataRow("Content-Length: 5\r\n\r\n", 5)]
    [DataRow("content-length:5\r\n\r\n", 5)]
    [DataRow("CONTENT-LENGTH:   0\r\n\r\n", 0)]
    [DataRow("Content-Length: 1000\r\n\r\n", 1000)]
    [DataRow("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 7\r\n\r\n", 7)]
    public void Read_of_a_whole_header_gives_its_lengths(string header, int expected)
    {
        Assert.AreEqual(new FrameHeader(header.Length, expected), Read(header + "content"));
    }

    [TestMethod]
    [DataRow("Content-Length: 1001\r\n\r\n", DisplayName = "too large")]
    [DataRow("Content-Length: 99999999999\r\n\r\n", DisplayName = "larger than a number")]
    [DataRow("Content-Length: -1\r\n\r\n", DisplayName = "negative")]
    [DataRow("Content-Length: 5x\r\n\r\n", DisplayName = "not a number")]
    [DataRow("Content-Length: 5.0\r\n\r\n", DisplayName = "a fraction")]
    [DataRow("Content-Length:\r\n\r\n", DisplayName = "empty")]
    [DataRow("Content-Length: 5\r\nContent-Length: 6\r\n\r\n", DisplayName = "twice")]
    [DataRow("Content-Type: x\r\n\r\n", DisplayName = "no length")]
    [DataRow("{\"jsonrpc\":\"2.0\"}\r\n\r\n", DisplayName = "JSON without header")]
    [DataRow(": 5\r\n\r\n", DisplayName = "no name")]
    [DataRow("\r\n\r\n", DisplayName = "nothing")]
    [DataRow("\u0001", DisplayName = "a control character")]
    [DataRow("Content-Length: ü", DisplayName = "not ASCII")]
    [TestCategory("SEC-07")]
    public void Read_of_what_is_no_header_is_refused(string header)
    {
        Assert.ThrowsExactly<BadFrameException>(() => Read(header));
    }

    [TestMethod]
    public void Read_of_a_header_that_never_ends_is_refused_at_4096_bytes()
    {
        Assert.IsNull(Read(new string('a', 4095)));
        Assert.ThrowsExactly<BadFrameException>(() => Read(new string('a', 4096)));
    }

    [TestMethod]
    public void Read_of_every_beginning_waits_for_the_rest()
    {
        const string header = "Content-Type: x\r\nContent-Length: 5\r\n\r\n";

        for (var length = 0; length < header.Length; length++) Assert.IsNull(Read(header[..length]));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [TestCategory("SEC-07")]
    public void Read_of_random_bytes_throws_nothing_else(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["Content-Length", ":", " ", "\r\n", "\r", "\n", "5", "-", "99999999999", "\0", "ÿ", "x"];
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                var header = Read(text);
                Assert.IsTrue(header is null or { ContentBytes: >= 0 and <= Max });
            }
            catch (BadFrameException)
            {
                // The one way to say no.
            }
        }
    }

    private static FrameHeader? Read(string text) => FrameHeader.Read(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text)), Max);
}
