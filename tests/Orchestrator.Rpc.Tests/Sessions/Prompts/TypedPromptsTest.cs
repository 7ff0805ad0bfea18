using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>A session into which prompts are typed, and the records that its agent keeps of them.</summary>
public abstract class TypedPromptsTest
{
    private protected static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private protected List<RecordedPrompt> Transcript { get; } = [];

    private protected List<RecordedPrompt> Hooks { get; } = [];

    private protected SessionState State { get; set; } = SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = SessionPhase.Detached, StartedAt = Start };

    private protected bool HasRecords { get; set; } = true;

    private protected bool IsUnbegun { get; set; }

    private protected DeliveryState StateOf(string messageId) => State.Delivered.Single(prompt => prompt.MessageId == messageId).State;

    private protected void Type(string messageId, double at, string? text = null) => Apply(
        PromptQueue.Accept(messageId, text ?? $"text of {messageId}", SendMode.Queue, Start.AddSeconds(at)),
        new PromptDeliveryBegan(Start.AddSeconds(at), messageId),
        new PromptDelivered(Start.AddSeconds(at + 0.2), messageId));

    private protected void Record(string text, double at) => Transcript.Add(RecordedPrompt.Of(text, Start.AddSeconds(at)));

    private protected void Rest(double at) => Do(SessionActivity.Idle, at);

    private protected void Do(SessionActivity activity, double at) => State = State with { Activity = activity, ActivitySince = Start.AddSeconds(at) };

    private protected void Report(string state, double at) => Apply(new AgentReported(Start.AddSeconds(at), new KnownStatus(new ProgramStatus(state), 1), IsWatched: true));

    private protected void Read(double at) => Apply([.. Decide(at)]);

    private protected ImmutableArray<SessionEvent> Decide(double at) =>
        PromptConfirmation.Decide(State, HasRecords ? new SessionEnrichment([Of(Transcript)], Hooks.Count > 0 ? Of(Hooks) : null) : SessionEnrichment.None, Start.AddSeconds(at), IsUnbegun);

    private static TranscriptCursor Of(List<RecordedPrompt> marks) => new("/src/repo/t.jsonl", "native", Reading: new TranscriptReading(Prompts: [.. marks.TakeLast(RecordedPrompt.MaxRemembered)]));

    private protected void Apply(params ReadOnlySpan<SessionEvent> facts)
    {
        foreach (var fact in facts) State = SessionFold.Apply(State, fact);
    }
}
