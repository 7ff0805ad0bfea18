using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Sessions.Prompts;

/// <summary>A prompt whose turn is over.</summary>
/// <param name="Preview">Its beginning as one line.</param>
/// <param name="At">When the terminal had it.</param>
/// <param name="MessageId">The server's id; empty in states that were stored before ids were kept.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Fingerprint">Tells it in its agent's records; null when it will stand in none.</param>
/// <param name="BeganAt">When its delivery began; null in states that were stored before that was kept.</param>
/// <param name="IsReturnRepeated">True once its return was to be pressed again.</param>
/// <param name="IsUndecided">True when its agent's records had their time and do not tell what became of it.</param>
/// <param name="IsAmidTurn">True when it was typed while the agent may have been at the turn of another one.</param>
internal sealed record DeliveredPrompt(
    string Preview,
    DateTimeOffset At,
    string MessageId = "",
    DeliveryState State = DeliveryState.Delivered,
    string? Fingerprint = null,
    DateTimeOffset? BeganAt = null,
    bool IsReturnRepeated = false,
    bool IsUndecided = false,
    bool IsAmidTurn = false);

/// <summary>
/// Whether prompts that were typed have reached their agent, as its hooks and its own records tell: what is typed into a
/// terminal is received by nobody who could say so. Pure.
/// </summary>
internal static class PromptConfirmation
{
    /// <summary>How long an agent that rests may take to have a prompt on record.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>When an agent that never began to work gets the return once more.</summary>
    public static readonly TimeSpan Sooner = TimeSpan.FromSeconds(3);

    private const int MaxRemembered = 5;

    // Records count in milliseconds, the server in less; nobody writes the same prompt again so soon.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(10);

    // A program that reads its input shows it within this.
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(2);

    /// <summary>A prompt whose delivery begins.</summary>
    public static QueuedPrompt Begin(SessionState state, QueuedPrompt prompt, DateTimeOffset at) => prompt with
    {
        IsDelivering = true, BeganAt = at,
        // That the one before it is on record may be known before its turn is.
        IsAmidTurn = state.Activity == SessionActivity.Working || (state.Delivered is [.., var last] && state.ActivitySince < last.BeganAt),
    };

    /// <summary>The session behind the end of a prompt's turn.</summary>
    public static SessionState Remember(SessionState state, QueuedPrompt prompt, DeliveryState delivery, DateTimeOffset at)
    {
        var delivered = new DeliveredPrompt(prompt.Preview, at, prompt.MessageId, delivery, prompt.Fingerprint, prompt.BeganAt ?? at, IsAmidTurn: prompt.IsAmidTurn);
        return state with { Delivered = [.. state.Delivered.Add(delivered).TakeLast(MaxRemembered)] };
    }

    /// <summary>What follows from the agent's records.</summary>
    /// <param name="state">The session.</param>
    /// <param name="records">What was read of them.</param>
    /// <param name="readAt">Since when they were read: what was written until then is in it.</param>
    /// <param name="isUnbegun">True when the agent has begun no conversation that could be the session's.</param>
    public static ImmutableArray<SessionEvent> Decide(SessionState state, SessionEnrichment records, DateTimeOffset readAt, bool isUnbegun)
    {
        var open = state.Delivered.Where(prompt => prompt.Fingerprint is not null && prompt.State is DeliveryState.Delivered or DeliveryState.Unconfirmed).ToList();
        if (open.Count == 0) return [];
        var sources = new[] { records.Hooks, records.Main }.OfType<TranscriptCursor>().Select(source => new Source(state.Delivered, source.Reading.Prompts)).ToList();
        var facts = ImmutableArray.CreateBuilder<SessionEvent>();
        foreach (var prompt in open)
        {
            if (sources.Any(source => source.Has(prompt))) facts.Add(new PromptConfirmed(readAt, prompt.MessageId));
            else if (IsExpected(state, prompt) && Judge(state, prompt, sources, readAt, isUnbegun) is { } fact) facts.Add(fact);
        }

        return facts.ToImmutable();
    }

    /// <summary>How long until the records of a resting agent have to be looked at for its prompts; null for none.</summary>
    public static TimeSpan? DueIn(SessionState state, DateTimeOffset now)
    {
        var rests = state.Delivered.Where(prompt => IsExpected(state, prompt))
            .SelectMany(prompt => new[] { MayStandUnsent(state, prompt) ? RestSince(state, prompt) + Sooner : now, RestSince(state, prompt) + Longest })
            .Select(due => due - now).Where(rest => rest > TimeSpan.Zero).ToList();
        return rests.Count == 0 ? null : rests.Min();
    }

    /// <summary>
    /// True while the last prompt may stand in its agent's composer: the next one would be put behind it and submitted with
    /// it, or be lost where the agent draws its conversation first. Ends with the first sign of it, and in any case once the
    /// records had their time.
    /// </summary>
    public static bool IsAwaited(SessionState state) =>
        state.Delivered is [.., var last] && AgentRecords.Of(state.Launch.Agent) is not null && IsExpected(state, last) && HasNotBegun(state, last);

    /// <summary>The session behind a fact about a prompt whose turn was over.</summary>
    public static SessionState Apply(SessionState state, PromptEvent fact)
    {
        if (state.Delivered.FirstOrDefault(prompt => prompt.MessageId == fact.MessageId) is not { } known) return state;
        return fact switch
        {
            PromptReturnRepeated => With(known with { IsReturnRepeated = true }),
            PromptUndecided => With(known with { IsUndecided = true }),
            PromptConfirmed => Untell(With(known with { State = DeliveryState.Confirmed }), Doubt(state, known.Preview), Missing(state, known.Preview)),
            _ => PromptQueue.Tell(With(known with { State = DeliveryState.Unconfirmed }), Missing(state, known.Preview)),
        };

        SessionState With(DeliveredPrompt next) => state with { Delivered = state.Delivered.Replace(known, next) };
    }

    /// <summary>
    /// What is told of prompts whose program was lost right behind them: the terminal had them, and nobody knows whether
    /// the program read them. One that has printed something a while after a prompt has read it. Null for none.
    /// </summary>
    public static string? DoubtAfterLoss(SessionState state, AgentLost lost)
    {
        var doubtful = state.Delivered
            .Where(prompt => prompt.State == DeliveryState.Delivered && prompt.At > (lost.LastOutputAt ?? lost.At) - ReadingTime).ToList();
        return doubtful.Count == 0 ? null : string.Join('\n', doubtful.Select(prompt => Doubt(state, prompt.Preview)));
    }

    /// <summary>What is told of a prompt of which nobody knows whether it was typed as a whole.</summary>
    public static string Doubt(SessionState state, string preview) =>
        $"A prompt may not have reached {state.Launch.AgentName}: \"{preview}\". Look at its terminal and send it again if it is missing.";

    private static string Missing(SessionState state, string preview) =>
        $"A prompt was typed, and {state.Launch.AgentName} has no record of it: \"{preview}\". Look at its terminal, where it may stand unsent.";

    // What is to be said of a prompt that is in none of the records.
    private static PromptEvent? Judge(SessionState state, DeliveredPrompt prompt, List<Source> sources, DateTimeOffset readAt, bool isUnbegun)
    {
        var isMissing = IsMissing(state, prompt, sources, isUnbegun);
        if (readAt - RestSince(state, prompt) >= Longest)
            return isMissing ? new PromptUnconfirmed(readAt, prompt.MessageId) : new PromptUndecided(readAt, prompt.MessageId);
        var isToBeRepeated = isMissing && !prompt.IsReturnRepeated && MayStandUnsent(state, prompt) && readAt - RestSince(state, prompt) >= Sooner;
        return isToBeRepeated ? new PromptReturnRepeated(readAt, prompt.MessageId) : null;
    }

    // Most keep nothing before their first prompt. Those that tell when they work have not begun with this one either.
    private static bool IsMissing(SessionState state, DeliveredPrompt prompt, List<Source> sources, bool isUnbegun) => (sources.Count, state.Activity) switch
    {
        (0, SessionActivity.Unknown) => isUnbegun,
        (0, _) => state.ActivitySince < prompt.BeganAt,
        (_, SessionActivity.Unknown) => false,
        _ => sources.All(source => source.Lacks(prompt)),
    };

    // Of those that tell in their terminal what they do: no dialog was opened that a key would answer. One that is limited may
    // ask on its screen what to do about that.
    private static bool MayStandUnsent(SessionState state, DeliveredPrompt prompt) =>
        (state.Report is not null || state.Titled is not null) && state.Activity != SessionActivity.Unknown && HasNotBegun(state, prompt);

    // The rest behind the turn that it was typed in says nothing of its own.
    private static bool HasNotBegun(SessionState state, DeliveredPrompt prompt) => state.Activity switch
    {
        SessionActivity.Unknown => true,
        SessionActivity.Idle => prompt.IsAmidTurn || state.ActivitySince < prompt.BeganAt,
        SessionActivity.Failing => state.ActivitySince < prompt.BeganAt,
        _ => false,
    };

    // While the agent works a prompt may wait inside it; behind a dialog it may have answered that.
    private static bool IsExpected(SessionState state, DeliveredPrompt prompt) =>
        prompt is { State: DeliveryState.Delivered, IsUndecided: false, Fingerprint: not null }
        && prompt.At >= state.StartedAt
        && AttentionRules.Listens(state)
        && !AttentionRules.HasDialog(state)
        && state.Activity is SessionActivity.Unknown or SessionActivity.Idle or SessionActivity.Failing or SessionActivity.Limited;

    private static DateTimeOffset RestSince(SessionState state, DeliveredPrompt prompt) =>
        state.ActivitySince is { } since && since > prompt.At ? since : prompt.At;

    private static SessionState Untell(SessionState state, params ReadOnlySpan<string> news)
    {
        if (state.Detail is null) return state;
        var rest = state.Detail;
        foreach (var line in news) rest = string.Join('\n', rest.Split('\n').Where(told => told != line));
        return state with { Detail = rest.Length == 0 ? null : rest };
    }

    /// <summary>
    /// Prompts beside those of one record. Each mark is for one prompt: the same text typed twice has to be there twice.
    /// </summary>
    private sealed class Source
    {
        private readonly HashSet<string> _found = [];
        private readonly List<RecordedPrompt> _others;
        private readonly ImmutableArray<RecordedPrompt> _marks;

        public Source(ImmutableArray<DeliveredPrompt> prompts, ImmutableArray<RecordedPrompt> marks)
        {
            _marks = marks;
            _others = [.. marks];
            foreach (var prompt in prompts)
            {
                if (_others.Find(mark => mark.Fingerprint == prompt.Fingerprint && IsBehind(mark, prompt)) is not { } own) continue;
                _others.Remove(own);
                _found.Add(prompt.MessageId);
            }
        }

        public bool Has(DeliveredPrompt prompt) => _found.Contains(prompt.MessageId);

        // What came behind the prompt and is nobody's may be what the agent made of it; and of what was forgotten nobody knows.
        public bool Lacks(DeliveredPrompt prompt) =>
            !_others.Exists(mark => IsBehind(mark, prompt)) && !(_marks.Length == RecordedPrompt.MaxRemembered && IsBehind(_marks[0], prompt));

        private static bool IsBehind(RecordedPrompt mark, DeliveredPrompt prompt) => mark.At is not { } at || at >= prompt.BeganAt - Rounding;
    }
}
