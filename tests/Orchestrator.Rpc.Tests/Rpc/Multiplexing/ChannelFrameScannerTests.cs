using Nerdbank.Streams;
using Orchestrator.Rpc.Multiplexing;

namespace Orchestrator.Rpc.Tests.Rpc.Multiplexing;

[TestClass]
public sealed class ChannelFrameScannerTests : FolderTest
{
    private readonly List<ChannelFrame> _frames = [];

    [TestMethod]
    [DataRow("93 04 07 ff", 4, 7UL, -1, 0)]
    [DataRow("94 02 01 01 c4 03 aa bb cc", 2, 1UL, 1, 3)]
    [DataRow("94 05 cc c8 ff c4 04 91 cd 50 00", 5, 200UL, -1, 4)]
    [DataRow("94 00 cd 01 00 01 c5 00 02 91 a0", 0, 256UL, 1, 2)]
    [DataRow("94 02 ce 00 01 00 00 d0 ff c6 00 00 00 01 aa", 2, 65536UL, -1, 1)]
    [DataRow("93 cc 09 d3 00 00 00 00 00 00 00 05 00", 9, 5UL, 0, 0)]
    public void Feed_tells_each_frame_once_it_has_passed(
        string hex, int kind, ulong channel, int source, int payload)
    {
        var bytes = Bytes(hex);
        var scanner = new ChannelFrameScanner(_frames.Add);

        foreach (var one in bytes.AsSpan(..^1)) scanner.Feed([one]);
        Assert.IsEmpty(_frames);
        scanner.Feed(bytes.AsSpan(^1..));
        scanner.Feed(bytes);

        var expected = new ChannelFrame((ChannelFrameKind)kind, channel, (ChannelSource)source, payload);
        CollectionAssert.AreEqual(new[] { expected, expected }, _frames);
    }

    [TestMethod]
    [TestCategory("SEC-04")]
    [TestCategory("SEC-07")]
    [DataRow("43 6f 6e 74 65 6e 74")]
    [DataRow("92 02 01")]
    [DataRow("95 02 01 01 c4 00 00")]
    [DataRow("94 02 a1 01")]
    [DataRow("93 02 d0 ff 01")]
    [DataRow("93 02 01 02")]
    [DataRow("94 02 01 01 a3")]
    [DataRow("94 02 01 01 c5 50 01")]
    [DataRow("94 02 01 01 c6 7f ff ff ff")]
    [DataRow("94 02 cf ff ff ff ff ff ff ff ff 01")]
    public void Feed_of_what_is_no_frame_or_a_larger_one_is_refused(string hex)
    {
        var scanner = new ChannelFrameScanner(_frames.Add);

        Assert.ThrowsExactly<BadFrameException>(() => scanner.Feed(Bytes(hex)));

        Assert.IsEmpty(_frames);
    }

    [TestMethod]
    public async Task Feed_of_what_the_library_sends_finds_every_byte_of_a_channel()
    {
        var (near, far) = FullDuplexStream.CreatePair();
        var sent = 0;
        var all = new TaskCompletionSource();
        await using var left = MultiplexingStream.Create(new MeasuredStream(near, near, _ => { }, Note, Timeout));
        await using var right = MultiplexingStream.Create(far);
        var offering = left.OfferChannelAsync("name", Timeout);
        var accepted = await right.AcceptChannelAsync("name", Timeout);
        var offered = await offering;

        // More than the window: it goes on as it is read.
        var writing = offered.Output.WriteAsync(new byte[300_000], Timeout).AsTask();
        for (long read = 0; read < 300_000;)
        {
            var result = await accepted.Input.ReadAsync(Timeout);
            read += result.Buffer.Length;
            accepted.Input.AdvanceTo(result.Buffer.End);
        }

        await writing;
        // A frame can have been read before its sender knows that it has left.
        await all.Task.WaitAsync(Timeout);
        Assert.IsTrue(_frames.All(frame => frame.Channel == offered.QualifiedId.Id && frame.PayloadBytes <= ChannelFrameScanner.MaxPayloadBytes));

        void Note(ChannelFrame frame)
        {
            if (frame is not { Kind: ChannelFrameKind.Content, Source: ChannelSource.Self }) return;
            _frames.Add(frame);
            if ((sent += frame.PayloadBytes) == 300_000) all.SetResult();
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
