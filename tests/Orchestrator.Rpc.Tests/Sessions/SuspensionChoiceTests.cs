using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SuspensionChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow(4, null, "", DisplayName = "nothing while no limit is passed")]
    [DataRow(3, null, "old", DisplayName = "the longest idle first")]
    [DataRow(2, null, "old,middle", DisplayName = "and no more than needed")]
    [DataRow(1, null, "old,middle", DisplayName = "never one that must not be, nor one that was just used")]
    [DataRow(null, 350, "old", DisplayName = "memory")]
    [DataRow(null, 100, "old,middle", DisplayName = "as far as it goes")]
    [DataRow(3, 100, "old,middle", DisplayName = "both limits")]
    public void Choose_takes_the_longest_idle_until_the_limits_are_kept(int? most, int? ceiling, string expected)
    {
        GovernedSession[] running =
        [
            new("new", Now.AddMinutes(-5), 100), new("middle", Now.AddMinutes(-20), 100), new("busy", null, 100), new("old", Now.AddMinutes(-60), 100),
        ];

        var chosen = SuspensionChoice.Choose(running, most, ceiling, idleBefore: Now.AddMinutes(-15));

        Assert.AreEqual(expected, string.Join(',', chosen));
    }
}
