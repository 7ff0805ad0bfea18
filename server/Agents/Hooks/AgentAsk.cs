using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Hooks;

/// <summary>What an agent asks by a hook that brings it the answer.</summary>
/// <param name="Kind">An approval or a question.</param>
/// <param name="Text">What it asks, in short.</param>
/// <param name="More">More about it; null where there is no more.</param>
/// <param name="Questions">The questions, all of which an answer answers; none in an approval.</param>
/// <param name="Input">What the agent handed its hook.</param>
internal sealed record AgentAsk(AttentionKind Kind, string Text, string? More, ImmutableArray<AttentionQuestion> Questions, JsonElement Input);

/// <summary>What a person answers.</summary>
/// <param name="IsAllowed">Of an approval: what was decided.</param>
/// <param name="Note">A sentence for the agent.</param>
/// <param name="Answers">Of questions: one for each, in their order.</param>
internal sealed record AgentAnswer(bool IsAllowed, string? Note = null, ImmutableArray<string> Answers = default);
