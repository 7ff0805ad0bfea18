using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>When a program is on its way from its start screen to its first conversation.</summary>
[TestClass]
[TestCategory("SND-14")]
public sealed class StartScreenTests : TypedPromptsTest
{
    [TestMethod]
    public void Start_screen_is_left_once_the_first_turn_is_over()
    {
        Assert.IsFalse(StartScreen.IsBeingLeft(State));
        Rest(5);
        Type("m1", 10);
        Assert.IsTrue(StartScreen.IsBeingLeft(State), "it rests since before the prompt");

        Do(SessionActivity.Working, 11);
        Assert.IsTrue(StartScreen.IsBeingLeft(State), "it works");
        Rest(20);
        Assert.IsFalse(StartScreen.IsBeingLeft(State), "it rests");
    }

    [TestMethod]
    public void Second_prompt_leaves_no_start_screen()
    {
        Type("m1", 10);
        Rest(20);
        Type("m2", 30);
        Do(SessionActivity.Working, 31);

        Assert.IsFalse(StartScreen.IsBeingLeft(State));
    }

    [TestMethod]
    public void Nothing_is_waited_for_where_nothing_says_that_a_turn_began()
    {
        Type("m1", 10);
        Assert.IsTrue(StartScreen.IsBeingLeft(State));

        Read(21);

        Assert.IsFalse(StartScreen.IsBeingLeft(State));
    }

    [TestMethod]
    public void Command_of_the_program_begins_no_conversation()
    {
        Type("m1", 10, "/models");

        Assert.IsFalse(StartScreen.IsBeingLeft(State));
    }

    [TestMethod]
    public void Fork_begins_with_its_conversation()
    {
        State = State with { ForkedFrom = new SessionOrigin("parent", "native") };
        Type("m1", 10);

        Assert.IsFalse(StartScreen.IsBeingLeft(State));
    }

    [TestMethod]
    public void Next_run_shows_the_conversation_that_there_is()
    {
        Type("m1", 10);
        State = State with { StartedAt = Start.AddSeconds(60) };
        Do(SessionActivity.Working, 61);

        Assert.IsFalse(StartScreen.IsBeingLeft(State));
    }
}
