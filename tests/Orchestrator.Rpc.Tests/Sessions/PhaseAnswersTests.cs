using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class PhaseAnswersTests
{
    private static readonly string[] Questions = ["Prompt", "View", "Input", "Interrupt", "Stop", "Suspend", "Resume", "Delete"];

    private static readonly Dictionary<SessionPhase, string> Expected = new()
    {
        [SessionPhase.Created] = "Yes Yes Yes No Yes No No No",
        [SessionPhase.Starting] = "Yes Yes Yes No Yes No No No",
        [SessionPhase.Active] = "Yes Yes Yes Yes Yes Yes No No",
        [SessionPhase.Detached] = "Yes Yes Yes Yes Yes Yes No No",
        [SessionPhase.Suspended] = "AfterResume Yes No No Yes Yes Yes Yes",
        [SessionPhase.Closing] = "AfterEnd Yes Yes AfterEnd Yes No AfterEnd No",
        [SessionPhase.Ended] = "AfterResume Yes No No Yes No Yes Yes",
    };

    public static IEnumerable<object[]> Phases => Enum.GetValues<SessionPhase>().Select(phase => new object[] { phase });

    [TestMethod]
    [DynamicData(nameof(Phases))]
    [TestCategory("PH-02")]
    [TestCategory("PH-11")]
    public void Of_every_phase_and_question_is_what_the_contract_says(SessionPhase phase)
    {
        var answers = Enum.GetValues<PhaseQuestion>().Select(question => PhaseAnswers.Of(phase, question));

        CollectionAssert.AreEqual(Questions, Enum.GetNames<PhaseQuestion>());
        Assert.AreEqual(Expected[phase], string.Join(' ', answers));
    }

    [TestMethod]
    [DynamicData(nameof(Phases))]
    [TestCategory("PH-02")]
    public void What_is_taken_leads_somewhere_and_what_leads_nowhere_is_not_taken(SessionPhase phase)
    {
        Assert.AreEqual(IsYes(phase, PhaseQuestion.View), PhaseTable.Next(phase, PhaseTrigger.Revealed) is not null);
        Assert.AreEqual(IsYes(phase, PhaseQuestion.Stop), PhaseTable.Next(phase, PhaseTrigger.Stop) is not null);
        Assert.AreEqual(IsYes(phase, PhaseQuestion.Resume), PhaseTable.Next(phase, PhaseTrigger.Resume) is not null);
        Assert.AreEqual(
            IsYes(phase, PhaseQuestion.Suspend), phase == SessionPhase.Suspended || PhaseTable.Next(phase, PhaseTrigger.Suspended) is not null);
        Assert.AreEqual(IsYes(phase, PhaseQuestion.Input), PhaseTable.IsRunning(phase));
        Assert.AreEqual(IsYes(phase, PhaseQuestion.Delete), !PhaseTable.IsRunning(phase));
    }

    private static bool IsYes(SessionPhase phase, PhaseQuestion question) => PhaseAnswers.Of(phase, question) == PhaseAnswer.Yes;
}
