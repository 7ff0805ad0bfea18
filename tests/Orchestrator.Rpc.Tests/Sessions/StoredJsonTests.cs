using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class StoredJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    // As the first version wrote it. Never edited: files of any released version must open.
    private const string FirstForm =
        """{"id":"s1","launch":{"agent":"claude","agentName":"Claude Code","driver":"acp","cwd":"/work","projectId":"p1","arguments":["-x","it\u0027s"],"environment":{"API_KEY":"v"},"prompt":"hi","model":"m","permissionMode":"plan","columns":100,"rows":30},"title":"Title","titleSource":"user","phase":"ended","createdAt":"2026-01-02T03:04:05.678+00:00","updatedAt":"2026-01-02T03:04:05.678+00:00","phaseSince":"2026-01-02T03:04:05.678+00:00","eventEpoch":1,"eventSeq":9,"command":["claude","-x"],"isUnread":true,"detail":"last line","exit":{"reason":"stopped","signal":"SIGKILL"},"startedAt":"2026-01-02T03:04:05.678+00:00","endedAt":"2026-01-02T03:04:05.678+00:00","terminal":{"epoch":"1","startOffset":5,"endOffset":10,"columns":100,"rows":30}}""";

    public static IEnumerable<object[]> Facts =>
        new SessionEvent[]
        {
            SessionWorld.Created("s1", "program", "argument"),
            SessionWorld.Created("s1", "program") with { NativeSessionId = "native", ForkedFrom = new SessionOrigin("s0", "native-of-s0") },
            new StartBegan(At, ["program", "x"]),
            new AgentStarted(At, 7, IsWatched: true),
            new AgentStarted(At, 7, IsWatched: false),
            new StartFailed(At, "no such file", IsWatched: true),
            new ViewersArrived(At),
            new ViewersLeft(At),
            new StopRequested(At),
            new AgentExited(At, 0, null, new TerminalRemains("1", 0, 0, 80, 24), null, IsWatched: false),
            new AgentExited(At, null, "SIGKILL", null, "lines", IsWatched: true),
            new AgentExited(At, 0, null, null, null, IsWatched: true, "native"),
            new SuspendRequested(At),
            new ResumeRequested(At),
            new ResumeRequested(At, "go on"),
            new AgentReported(At, new KnownStatus(new ProgramStatus("blocked", Kind: "permission", Message: "may I"), 7), IsWatched: true),
            new AttentionRequested(At, new PendingRequest("r", AttentionKind.Approval, "may I", At, RequestSource.Status, 7)),
            new AttentionRequested(At, new PendingRequest("r", AttentionKind.Notice, "look", At, RequestSource.Terminal, 8, "more")),
            new AttentionRequested(At, new PendingRequest("r", AttentionKind.Approval, "may I", At, RequestSource.Api, 0, DialogId: "per_1")),
            new AttentionRevised(At, new PendingRequest("r", AttentionKind.Question, "which", At, RequestSource.Hook, 7, DialogId: "ask", Questions: [new AttentionQuestion("which", [new AttentionChoice("one", "the first")], "Kind", true)])),
            new AttentionResolved(At, "r", AttentionOutcome.Answered, "someone"),
            new AttentionResolved(At, "r", AttentionOutcome.Withdrawn),
            new ConversationFound(At, "native"),
            new ActivityRead(At, SessionActivity.Limited, ActivityConfidence.Transcript, "until noon", IsWatched: true),
            new DialogShown(At, "Asks to sign in", IsStuck: true),
            new DialogGone(At),
            new TurnInterrupted(At),
            new AgentLost(At),
            new Renamed(At, "new", TitleSource.User),
            new ArchivedChanged(At, true),
            new ReadChanged(At, false),
            new PromptAccepted(At, "m1", "what to do", SendMode.Steer, "00AA11BB22CC33DD"),
            new PromptDeliveryBegan(At, "m1"),
            new PromptHeldBack(At, "m1"),
            new PromptDelivered(At, "m1"),
            new PromptNotDelivered(At, "m2"),
            new PromptUncertain(At, "m3"),
            new PromptUnqueued(At, "m4"),
            new PromptConfirmed(At, "m5"),
            new PromptUnconfirmed(At, "m6"),
            new PromptReturnRepeated(At, "m7"),
            new PromptUndecided(At, "m8"),
            new DurabilityResumed(At),
        }.Select(fact => new object[] { fact.GetType().Name, StoredJson.Write(fact) });

    [TestMethod]
    public void State_in_the_first_form_is_read()
    {
        var state = StoredJson.ReadState(FirstForm);

        Assert.AreEqual("s1", state.Id);
        Assert.AreEqual(SessionPhase.Ended, state.Phase);
        Assert.AreEqual(AgentDriver.Acp, state.Launch.Driver);
        CollectionAssert.AreEqual(new[] { "-x", "it's" }, state.Launch.Arguments.ToArray());
        Assert.AreEqual("v", state.Launch.Environment["API_KEY"]);
        Assert.AreEqual(new SessionExit(ExitReason.Stopped, null, "SIGKILL"), state.Exit);
        Assert.AreEqual(new TerminalRemains("1", 5, 10, 100, 30), state.Terminal);
        Assert.AreEqual(At, state.EndedAt);
        Assert.IsTrue(state.IsUnread);
        Assert.IsFalse(state.IsArchived);
        Assert.IsEmpty(state.Queue);
        Assert.IsNull(state.ForkedFrom);
        Assert.AreEqual((1, true), (state.Run, state.HasRun), "It was started, so that the next start is its second.");
    }

    [TestMethod]
    public void State_with_a_member_of_a_newer_version_is_read()
    {
        var json = FirstForm[..^1] + ",\"mood\":{\"is\":\"good\"}}";

        Assert.AreEqual("Title", StoredJson.ReadState(json).Title);
    }

    [TestMethod]
    public void State_round_trips_whatever_is_in_it()
    {
        foreach (var phase in Enum.GetValues<SessionPhase>())
        {
            var full = StoredJson.ReadState(FirstForm) with
            {
                Phase = phase, IsArchived = true, IsPinned = true, IsStopWanted = true, Pid = 7, Exit = new SessionExit(ExitReason.Exited, 0),
                Queue = [new QueuedPrompt("m1", "first", At, SendMode.Interrupt, IsDelivering: true), new QueuedPrompt("m2", "second", At)],
                Run = 4, HasRun = true, IsSuspendWanted = true, NativeSessionId = "native", ResumePrompt = "go on", Activity = SessionActivity.Idle,
                ForkedFrom = new SessionOrigin("s0", "native-of-s0"), Dialog = new ShownDialog("Asks to sign in", At, IsStuck: true),
            };
            var empty = SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = phase };

            AssertRoundTrip(full);
            AssertRoundTrip(empty);
        }
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{\"phase\":\"dreaming\"}")]
    public void State_that_is_none_is_an_error_that_loading_expects(string json)
    {
        Assert.ThrowsExactly<JsonException>(() => StoredJson.ReadState(json));
    }

    [TestMethod]
    [DynamicData(nameof(Facts))]
    public void Fact_is_written_with_its_kind_and_all_it_says(string name, string json)
    {
        var written = JsonNode.Parse(json)!.AsObject();
        var type = typeof(SessionEvent).Assembly.GetTypes().Single(type => type.Name == name && type.IsSubclassOf(typeof(SessionEvent)));

        Assert.AreEqual(JsonNamingPolicy.CamelCase.ConvertName(name), (string?)written["kind"]);
        var fact = JsonSerializer.Deserialize<SessionEvent>(json, Options)!;
        Assert.IsInstanceOfType(fact, type);
        Assert.AreEqual(json, StoredJson.Write(fact));
    }

    [TestMethod]
    public void Every_fact_there_is_has_a_stored_form()
    {
        var all = typeof(SessionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SessionEvent)) && !type.IsAbstract).Select(type => type.Name);

        CollectionAssert.AreEquivalent(all.ToList(), Facts.Select(fact => (string)fact[0]).Distinct().ToList());
    }

    private static void AssertRoundTrip(SessionState state)
    {
        var json = StoredJson.Write(state);
        var read = StoredJson.ReadState(json);

        Assert.AreEqual(json, StoredJson.Write(read));
        // Records that hold lists are never equal: these hold none once the lists are out.
        Assert.AreEqual(WithoutLists(state), WithoutLists(read));
        CollectionAssert.AreEqual(state.Command.ToArray(), read.Command.ToArray());
        CollectionAssert.AreEqual(state.Queue.ToArray(), read.Queue.ToArray());
        CollectionAssert.AreEqual(state.Launch.Arguments.ToArray(), read.Launch.Arguments.ToArray());
    }

    private static SessionState WithoutLists(SessionState state) => state with
    {
        Command = default,
        Queue = default,
        Launch = state.Launch with { Arguments = default, Environment = ImmutableDictionary<string, string>.Empty },
    };
}
