using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Sessions.Attention.Sources;

namespace Orchestrator.Sessions.Attention;

/// <summary>
/// The hooks of one session's agent that wait for an answer, the oldest first. In memory alone: a hook whose host has gone goes
/// as well, and leaves its agent's dialog to the terminal. Any thread may call.
/// </summary>
internal sealed class SessionAsks(Func<SessionState> state, Action wake, TimeProvider time)
{
    /// <summary>Most that wait at a time; the dialogs of more are answered as if there were no hooks.</summary>
    public const int Most = 32;

    private ImmutableArray<OpenAsk> _open = [];

    /// <summary>Those that wait.</summary>
    public ImmutableArray<OpenAsk> Open => _open;

    /// <summary>Begins to ask what a hook was handed; null when nobody is asked that. The caller ends it.</summary>
    /// <param name="run">The run whose hook it is.</param>
    /// <param name="input">What the agent handed its hook.</param>
    public OpenAsk? Begin(int run, JsonElement input)
    {
        var session = state();
        if (run != session.Run || !AttentionRules.Listens(session) || Asks?.Read(input) is not { } ask) return null;
        var open = new OpenAsk(Guid.CreateVersion7().ToString("N"), ask, time.GetUtcNow());
        if (!ImmutableInterlocked.Update(ref _open, known => known.Length < Most ? known.Add(open) : known)) return null;
        wake();
        return open;
    }

    /// <summary>A hook is gone.</summary>
    /// <param name="ask">What it asked.</param>
    /// <param name="hasReply">True when it took its reply.</param>
    public void End(OpenAsk ask, bool hasReply)
    {
        ask.End(hasReply);
        ImmutableInterlocked.Update(ref _open, known => known.Remove(ask));
        wake();
    }

    /// <summary>Gives an answer to a hook; false when it is gone.</summary>
    public async Task<bool> AnswerAsync(string askId, AgentAnswer answer) =>
        _open.FirstOrDefault(ask => ask.Id == askId) is { } open && Asks is { } asks && await open.AnswerAsync(asks.Reply(open.Ask, answer));

    /// <summary>Lets go of the hooks whose dialogs are over: an agent does not tell a hook that its dialog was answered.</summary>
    public void ReleaseSpent()
    {
        var session = state();
        foreach (var ask in _open.Where(ask => HookReports.IsSpent(session, ask))) ask.Release();
    }

    /// <summary>The program is gone.</summary>
    public void ReleaseAll()
    {
        foreach (var ask in _open) ask.Release();
    }

    private IAgentAsks? Asks => AgentRecords.Of(state().Launch.Agent)?.Hooks?.Asks;
}
