using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class PhaseTableTests
{
    private const string Refused = "-";

    // The contract's table: a row is a phase, a column is a trigger, in the order of the enums. A phase's own name means
    // that the trigger is allowed and does nothing.
    private static readonly string[] Triggers =
        ["Start", "UpWatched", "UpUnwatched", "Revealed", "LastViewerGone", "Failed", "Stop", "Exited", "Lost", "Suspended", "Resume"];

    private static readonly Dictionary<SessionPhase, string[]> Expected = new()
    {
        [SessionPhase.Created] = ["Starting", "-", "-", "Created", "Created", "Ended", "Ended", "-", "Ended", "-", "-"],
        [SessionPhase.Starting] = ["-", "Active", "Detached", "Starting", "Starting", "Ended", "Closing", "-", "Ended", "-", "-"],
        [SessionPhase.Active] = ["-", "-", "-", "Active", "Detached", "-", "Closing", "Ended", "Ended", "Suspended", "-"],
        [SessionPhase.Detached] = ["-", "-", "-", "Active", "Detached", "-", "Closing", "Ended", "Ended", "Suspended", "-"],
        [SessionPhase.Suspended] = ["-", "-", "-", "Suspended", "Suspended", "-", "Ended", "-", "-", "-", "Created"],
        [SessionPhase.Closing] = ["-", "-", "-", "Closing", "Closing", "Ended", "Closing", "Ended", "Ended", "-", "-"],
        [SessionPhase.Ended] = ["-", "-", "-", "Ended", "Ended", "-", "Ended", "-", "-", "-", "Created"],
    };

    public static IEnumerable<object[]> Product =>
        from phase in Enum.GetValues<SessionPhase>()
        from trigger in Enum.GetNames<PhaseTrigger>()
        select new object[] { phase, trigger };

    [TestMethod]
    [DynamicData(nameof(Product))]
    [TestCategory("PH-01")]
    public void Next_for_every_phase_and_trigger_is_what_the_contract_says(SessionPhase phase, string trigger)
    {
        var next = PhaseTable.Next(phase, Enum.Parse<PhaseTrigger>(trigger));

        Assert.AreEqual(Expected[phase][Array.IndexOf(Triggers, trigger)], next?.ToString() ?? Refused);
    }

    [TestMethod]
    public void Expectation_names_every_trigger()
    {
        CollectionAssert.AreEqual(Enum.GetNames<PhaseTrigger>(), Triggers);
    }

    [TestMethod]
    [TestCategory("PH-04")]
    [DataRow(SessionPhase.Ended)]
    [DataRow(SessionPhase.Suspended)]
    public void What_has_no_process_gets_one_only_by_way_of_created(SessionPhase from)
    {
        var targets = PhaseTable.Rows.Where(row => row.From == from && PhaseTable.IsRunning(row.To)).Select(row => row.To).ToList();

        CollectionAssert.AreEqual(new[] { SessionPhase.Created }, targets);
    }

    [TestMethod]
    [TestCategory("PH-05")]
    public void Closing_leads_only_to_ended()
    {
        var targets = PhaseTable.Rows.Where(row => row.From == SessionPhase.Closing && row.To != row.From).Select(row => row.To).Distinct().ToList();

        CollectionAssert.AreEqual(new[] { SessionPhase.Ended }, targets);
    }

    [TestMethod]
    [TestCategory("PH-12")]
    public void Stop_is_accepted_in_every_phase()
    {
        foreach (var phase in Enum.GetValues<SessionPhase>()) Assert.IsNotNull(PhaseTable.Next(phase, PhaseTrigger.Stop), $"{phase}");
    }

    [TestMethod]
    [TestCategory("PH-07")]
    public void Lost_ends_every_phase_that_has_a_process()
    {
        foreach (var phase in Enum.GetValues<SessionPhase>().Where(PhaseTable.IsRunning))
            Assert.AreEqual(SessionPhase.Ended, PhaseTable.Next(phase, PhaseTrigger.Lost), $"{phase}");
    }
}
