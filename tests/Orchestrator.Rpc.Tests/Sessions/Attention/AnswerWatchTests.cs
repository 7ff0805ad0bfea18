using Orchestrator.Sessions.Attention;

namespace Orchestrator.Rpc.Tests.Sessions.Attention;

/// <summary>When an answer is overdue.</summary>
[TestClass]
public sealed class AnswerWatchTests
{
    [TestMethod]
    [TestCategory("APR-04")]
    [DataRow(0)]
    [DataRow(0.3)]
    [DataRow(5)]
    public void Overdue_answer_is_told_of_once_also_by_a_timer_that_is_early(double earlyMs)
    {
        var time = new ManualTimeProvider { Earliness = TimeSpan.FromMilliseconds(earlyMs) };
        var told = 0;
        AnswerWatch? watch = null;
        using var owned = watch = new AnswerWatch(() => told += watch!.IsOverdue ? 1 : 100, time);

        watch.Begin();
        time.Advance(AnswerWatch.Longest - TimeSpan.FromMilliseconds(1));
        Assert.AreEqual((0, false), (told, watch.IsOverdue));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual((1, true), (told, watch.IsOverdue));
    }

    [TestMethod]
    public void Newer_answer_has_its_own_time()
    {
        var time = new ManualTimeProvider();
        var told = 0;
        using var watch = new AnswerWatch(() => told++, time);

        watch.Begin();
        time.Advance(AnswerWatch.Longest / 2);
        watch.Begin();
        time.Advance(AnswerWatch.Longest / 2);
        Assert.AreEqual((0, false), (told, watch.IsOverdue));
        time.Advance(AnswerWatch.Longest / 2);

        Assert.AreEqual((1, true), (told, watch.IsOverdue));
    }
}
