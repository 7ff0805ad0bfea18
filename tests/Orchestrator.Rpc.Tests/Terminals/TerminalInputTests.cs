namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
public sealed class TerminalInputTests
{
    private readonly List<byte> _written = [];
    private int _room = int.MaxValue;
    private bool _isWatching;
    private int _takenCount;

    [TestMethod]
    public void Write_while_nothing_waits_goes_straight_through()
    {
        var input = Create();

        Assert.IsTrue(input.TryWrite(new byte[] { 1, 2, 3 }));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, _written);
        Assert.IsFalse(_isWatching);
    }

    [TestMethod]
    [DataRow(11)]
    [DataRow(12)]
    [DataRow(13)]
    public void Write_to_a_slow_terminal_keeps_the_order(int seed)
    {
        var random = new Random(seed);
        var input = Create();
        var model = new List<byte>();

        for (var step = 0; step < 2_000; step++)
        {
            _room = random.Next(1_000);
            var bytes = new byte[random.Next(1_500)];
            random.NextBytes(bytes);
            Assert.IsTrue(input.TryWrite(bytes));
            model.AddRange(bytes);
            Assert.AreEqual(_written.Count < model.Count, _isWatching);
            _room = random.Next(1_000);
            input.Flush();
        }

        _room = int.MaxValue;
        input.Flush();
        CollectionAssert.AreEqual(model, _written);
        Assert.IsFalse(_isWatching);
    }

    [TestMethod]
    public void Write_beyond_the_bound_is_refused_whole_and_the_rest_still_fits()
    {
        _room = 0;
        var input = Create();

        Assert.IsTrue(input.TryWrite(new byte[TerminalInput.MaxPendingBytes - 1]));
        Assert.IsFalse(input.TryWrite(new byte[2]));
        Assert.IsTrue(input.TryWrite(new byte[1]));
        Assert.IsFalse(input.TryWrite(new byte[1]));

        _room = int.MaxValue;
        input.Flush();
        Assert.AreEqual(TerminalInput.MaxPendingBytes, _written.Count);
    }

    [TestMethod]
    [TestCategory("TRM-04")]
    public void Write_after_close_is_refused_and_reaches_nobody()
    {
        _room = 0;
        var input = Create();
        input.TryWrite(new byte[] { 1 });

        input.Close();
        _room = int.MaxValue;

        Assert.IsFalse(input.TryWrite(new byte[] { 2 }));
        input.Flush();
        Assert.IsEmpty(_written);
    }

    [TestMethod]
    public void Taken_is_told_whenever_nothing_waits_any_more()
    {
        var input = Create();
        _room = 3;
        input.TryWrite(new byte[] { 1, 2 });
        var straight = _takenCount;

        input.TryWrite(new byte[] { 3, 4, 5 });
        var waiting = _takenCount;
        _room = int.MaxValue;
        input.Flush();

        Assert.AreEqual((1, 1, 2), (straight, waiting, _takenCount));
    }

    private TerminalInput Create() => new(Write, wanted => _isWatching = wanted, () => _takenCount++);

    private int Write(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, _room);
        _room -= taken;
        _written.AddRange(bytes[..taken]);
        return taken;
    }
}
