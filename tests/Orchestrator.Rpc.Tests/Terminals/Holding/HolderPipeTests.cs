using System.Net.Sockets;
using Orchestrator.Terminals.Holding;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

[TestClass]
public sealed class HolderPipeTests : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly HolderPipe _left;
    private readonly HolderPipe _right;
    private readonly Socket _rightSocket;

    public HolderPipeTests()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-test-");
        var address = new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        left.Connect(address);
        _rightSocket = listener.Accept();
        folder.Delete(recursive: true);
        (_left, _right) = (new HolderPipe(new NetworkStream(left, ownsSocket: true)), new HolderPipe(new NetworkStream(_rightSocket, ownsSocket: true)));
    }

    private CancellationToken Timeout => _timeout.Token;

    public void Dispose() => _timeout.Dispose();

    [TestCleanup]
    public async Task CloseBoth()
    {
        await Task.WhenAll(_left.DisposeAsync().AsTask(), _right.DisposeAsync().AsTask());
    }

    [TestMethod]
    [TestCategory("BP-07")]
    public async Task Messages_of_many_senders_arrive_whole_and_each_senders_in_order()
    {
        const int Senders = 4, Each = 2000;
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Factory.StartNew(
            () =>
            {
                for (var number = 0; number < Each; number++) Assert.IsTrue(_left.Send(new Output(sender, number, new byte[number % 500])));
            },
            Timeout,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();

        var next = new long[Senders];
        for (var count = 0; count < Senders * Each; count++)
        {
            var output = (Output)(await _right.ReceiveAsync(Timeout))!;
            Assert.AreEqual(next[output.Terminal]++, output.Offset);
            Assert.AreEqual(output.Offset % 500, output.Bytes.Length);
        }

        await Task.WhenAll(sending);
    }

    [TestMethod]
    [TestCategory("BP-07")]
    public async Task Output_that_is_held_goes_in_one_piece_once_it_is_released_and_what_cannot_wait_takes_it_along()
    {
        _left.Hold();
        Assert.IsTrue(_left.TrySendOutput(1, 0, "one"u8));
        Assert.IsTrue(_left.TrySendOutput(2, 0, "two"u8));
        var held = _right.ReceiveAsync(Timeout);
        Assert.IsFalse(held.IsCompleted);
        _left.Release();
        Assert.AreEqual(1, ((Output)(await held)!).Terminal);
        Assert.AreEqual(2, ((Output)(await _right.ReceiveAsync(Timeout))!).Terminal);

        _left.Hold();
        _left.TrySendOutput(3, 0, "three"u8);
        _left.Send(new AllTold());

        Assert.AreEqual(3, ((Output)(await _right.ReceiveAsync(Timeout))!).Terminal);
        Assert.IsInstanceOfType<AllTold>(await _right.ReceiveAsync(Timeout));
    }

    [TestMethod]
    [TestCategory("BP-01")]
    [TestCategory("BP-02")]
    public async Task What_can_be_done_without_is_dropped_while_too_much_waits_and_what_cannot_is_not()
    {
        using var drained = new SemaphoreSlim(0);
        var sent = 0;
        // Nobody reads: the system takes some, the pipe the rest of its bound.
        // Whoever sends makes room once more when it first takes over what waits.
        for (var refused = 0; refused < 1000; refused++)
        {
            for (; _left.TrySendOutput(1, sent, new byte[64 * 1024]); sent++) refused = 0;
            await Task.Yield();
        }

        Assert.IsTrue(_left.Send(new Exited(1, 5, new TerminalExit(0, null))));
        Assert.IsFalse(_left.TrySendOutput(1, sent, new byte[64 * 1024]));
        _left.Drained += () => drained.Release();

        for (var number = 0; number < sent; number++) Assert.AreEqual(number, ((Output)(await _right.ReceiveAsync(Timeout))!).Offset);
        Assert.AreEqual(new Exited(1, 5, new TerminalExit(0, null)), await _right.ReceiveAsync(Timeout));
        await drained.WaitAsync(Timeout);

        Assert.IsInRange(HolderPipe.MaxWaitingBytes / (64 * 1024) / 2, 2 * HolderPipe.MaxWaitingBytes / (64 * 1024) + 16, sent);
        Assert.IsTrue(_left.Send(new Grew(1, 7)));
        Assert.AreEqual(new Grew(1, 7), await _right.ReceiveAsync(Timeout));
    }

    [TestMethod]
    [TestCategory("PERF-05")]
    public async Task Draining_is_told_only_after_something_was_dropped()
    {
        var drained = 0;
        _left.Drained += () => Interlocked.Increment(ref drained);

        for (var number = 0; number < 100; number++)
        {
            Assert.IsTrue(_left.TrySendOutput(1, number, new byte[10]));
            Assert.AreEqual(number, ((Output)(await _right.ReceiveAsync(Timeout))!).Offset);
        }

        Assert.AreEqual(0, Volatile.Read(ref drained), "Who is told looks at every terminal that is held.");
    }

    [TestMethod]
    public async Task Dispose_sends_what_waits_and_then_takes_nothing()
    {
        for (var number = 0; number < 100; number++) _left.Send(new Output(1, number, new byte[10_000]));
        var closing = _left.DisposeAsync();

        for (var number = 0; number < 100; number++) Assert.AreEqual(number, ((Output)(await _right.ReceiveAsync(Timeout))!).Offset);
        Assert.IsNull(await _right.ReceiveAsync(Timeout));
        await closing;
        Assert.IsFalse(_left.Send(new AllTold()));
        await _left.DisposeAsync();
    }

    [TestMethod]
    public async Task Dispose_does_not_wait_for_ever_for_a_peer_that_does_not_read()
    {
        while (_left.TrySendOutput(1, 0, new byte[64 * 1024]))
        {
            // Until the bound.
        }

        await _left.DisposeAsync().AsTask().WaitAsync(Timeout);
    }

    [TestMethod]
    public async Task Peer_that_goes_away_ends_the_receiving_and_the_sending()
    {
        await _right.DisposeAsync();

        Assert.IsNull(await _left.ReceiveAsync(Timeout));
        // The first one finds out; from then on none is taken.
        while (_left.Send(new AllTold())) await Task.Yield();
        Assert.IsFalse(_left.TrySendOutput(1, 0, new byte[1]));
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    [DataRow(new byte[] { 0, 0, 0, 0 }, DisplayName = "empty")]
    [DataRow(new byte[] { 0, 0, 0, 128 }, DisplayName = "negative")]
    [DataRow(new byte[] { 1, 0, 0, 1 }, DisplayName = "too long")]
    [DataRow(new byte[] { 1, 0, 0, 0, 0 }, DisplayName = "a Hello without members")]
    public async Task Bytes_that_are_no_message_are_refused(byte[] bytes)
    {
        await _rightSocket.SendAsync(bytes, Timeout);

        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => _left.ReceiveAsync(Timeout));
    }

    [TestMethod]
    public async Task Message_that_is_cut_by_the_end_is_none()
    {
        await _rightSocket.SendAsync(HolderCodec.Write(new StartFailed(1, "why")).AsMemory()[..^1], Timeout);
        await _right.DisposeAsync();

        Assert.IsNull(await _left.ReceiveAsync(Timeout));
    }
}
