using Orchestrator.Sessions.Attention;

namespace Orchestrator.Rpc.Tests.Sessions.Attention;

[TestClass]
public sealed class ReportPacerTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ReportPacer _pacer;
    private int _calls;

    public ReportPacerTests() => _pacer = new ReportPacer(() => _calls++, _time);

    public void Dispose() => _pacer.Dispose();

    [TestMethod]
    [TestCategory("ATT-12")]
    public void First_wake_calls_at_once_and_those_behind_it_once_after_the_interval()
    {
        _pacer.Wake();
        _pacer.Wake();
        var first = _calls;
        _pacer.Take();
        _pacer.Wake();
        _pacer.Wake();
        var early = _calls;
        _time.Advance(ReportPacer.Interval);

        Assert.AreEqual((1, 1, 2), (first, early, _calls));
        Assert.IsTrue(_pacer.IsOverdue);
        _pacer.Take();
        Assert.IsFalse(_pacer.IsOverdue);
    }

    [TestMethod]
    public void Clock_that_is_set_back_delays_nothing()
    {
        _pacer.Wake();
        _pacer.Take();
        _time.Error = TimeSpan.FromHours(-1);
        _pacer.Wake();
        _time.Advance(ReportPacer.Interval);

        Assert.AreEqual(2, _calls);
    }

    [TestMethod]
    public void What_was_taken_meanwhile_is_not_called_late()
    {
        _pacer.Wake();
        _pacer.Take();
        _pacer.Wake();
        _pacer.Take();
        _time.Advance(ReportPacer.Interval);

        Assert.AreEqual(1, _calls);
    }
}
