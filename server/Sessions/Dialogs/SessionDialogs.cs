using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Sessions.Attention;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>
/// The dialogs that the program of one session shows while it starts: read from its screen until it is ready, told, and
/// answered where the user's settings allow that. Only the session's loop calls, except for <see cref="IsClear"/>.
/// </summary>
internal sealed class SessionDialogs : IDisposable
{
    // Codex and gemini draw their composers half a second before their dialogs, on a machine that has nothing else to do.
    private static readonly TimeSpan LongestBeforeDialog = TimeSpan.FromSeconds(3);

    private const string SeesComposer = "a composer";
    private const string SeesNothing = "nothing that is known";

    private readonly SessionTerminal _terminal;
    private readonly SessionAgent _agent;
    private readonly SessionSurroundings _surroundings;
    private readonly Func<SessionState> _state;
    private readonly CommitFacts _commitAsync;
    private readonly Action _wake;
    private readonly SteadySight _sight;
    private readonly AnswerWatch _answer;
    private volatile Start? _start;

    /// <param name="terminal">The session's terminal.</param>
    /// <param name="agent">Its agent.</param>
    /// <param name="surroundings">What all sessions share.</param>
    /// <param name="state">Its state.</param>
    /// <param name="commitAsync">Stores facts.</param>
    /// <param name="wake">Has the session call <see cref="LookAsync"/>; must not block.</param>
    public SessionDialogs(
        SessionTerminal terminal, SessionAgent agent, SessionSurroundings surroundings, Func<SessionState> state, CommitFacts commitAsync, Action wake)
    {
        _terminal = terminal;
        _agent = agent;
        _surroundings = surroundings;
        _state = state;
        _commitAsync = commitAsync;
        _wake = wake;
        _sight = new SteadySight(wake, surroundings.Time);
        _answer = new AnswerWatch(wake, surroundings.Time);
    }

    /// <summary>A program is up, started or found running: its screen is looked at whenever it prints, until it is ready.</summary>
    public void Begin()
    {
        End();
        if (_agent.Definition?.StartUp is not { } startUp) return;
        // An earlier host may have answered what stands there in its last moment.
        _start = new Start(startUp, _terminal.Log.Watch(_wake, isReader: false)) { IsGivenUp = _state().Dialog is not null };
    }

    /// <summary>The program is gone, or ready.</summary>
    public void End()
    {
        _start?.Dispose();
        _start = null;
    }

    /// <summary>True while nothing on the screen would take a prompt for an answer, as far as is known. Any thread may call.</summary>
    public bool IsClear()
    {
        // What it printed last is known here; what follows from that for the session is not yet.
        if (_start is not { } start || DialogRules.IsTold(start.StartUp, _terminal.Facts.Status) || DialogRules.HasBegun(_state())) return true;
        var words = Words();
        if (start.StartUp.Find(words) is not null) return false;
        if (start.StartUp.WaitsForReport) return false;
        return !(start.StartUp.WaitsForComposer || start.HasSeenDialog) || start.StartUp.HasComposer(words);
    }

    /// <summary>True while a dialog of the agent's own stands on the screen, also behind the first prompt.</summary>
    public bool IsAnyShown => _agent.Definition?.StartUp?.Find(Words()) is not null;

    /// <summary>Brings the session up to the dialog that stands on its screen, and answers it where that is allowed.</summary>
    public async Task LookAsync()
    {
        var state = _state();
        if (_start is not { } start || !AttentionRules.Listens(state)) return;
        if (DialogRules.HasBegun(state))
        {
            End();
            await HideAsync(state);
            return;
        }

        var words = Words();
        if (start.StartUp.Find(words) is { } seen) await FollowAsync(start, seen);
        else await LookAwayAsync(state, start, start.StartUp.HasComposer(words));
    }

    public void Dispose()
    {
        End();
        _sight.Dispose();
        _answer.Dispose();
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private string Words() => ScreenWords.Of(_terminal.Screen.ReadText(scrollbackLines: 0).Text);

    private async Task LookAwayAsync(SessionState state, Start start, bool hasComposer)
    {
        _sight.See(hasComposer ? SeesComposer : SeesNothing);
        if ((state.Dialog is null && !hasComposer) || !_sight.IsFor(TerminalSilence.Period)) return;
        if (hasComposer && _sight.IsFor(LongestBeforeDialog)) End();
        start.Forget();
        await HideAsync(state);
    }

    private Task HideAsync(SessionState state) => _commitAsync(DialogRules.Hide(state, Now), isReport: true);

    private async Task FollowAsync(Start start, SeenDialog seen)
    {
        _sight.See(seen.Words);
        if (_state().Dialog is { } known && known.Asks != seen.Dialog.Asks) start.Forget();
        start.HasSeenDialog = true;
        var isStuck = start.IsAnswered && _answer.IsOverdue;
        var events = DialogRules.Show(_state(), seen.Dialog.Asks, isStuck, Guid.CreateVersion7().ToString("N"), Now);
        await _commitAsync([.. events.Select(WithNotifier)], isReport: true);
        if (!isStuck) Answer(start, seen);
    }

    // Each key once in a showing, and only when the dialog has stood there for as long as a program needs to be drawn.
    private void Answer(Start start, SeenDialog seen)
    {
        if (start.IsGivenUp || !_sight.IsFor(TerminalSilence.Period)) return;
        if (DialogRules.NextKey(_state(), seen, start.Pressed) is not { } key || !IsAllowed(seen)) return;
        if (!_agent.Press(new AgentKeys(key.Key))) return;
        start.Pressed = start.Pressed.Add(key);
        _answer.Begin();
    }

    private bool IsAllowed(SeenDialog seen)
    {
        var folder = _state().Launch.Cwd;
        return _surroundings.Trust?.Trusted(folder) is { } real && (seen.IsAbout(real) || seen.IsAbout(folder));
    }

    // Chosen once, when the request is made: of all windows one tells its user.
    private SessionEvent WithNotifier(SessionEvent fact) => fact is AttentionRequested requested
        ? requested with { Request = requested.Request with { Notifier = _surroundings.Presence.NotifierOf(_state().Id) } }
        : fact;

    // One start of the program.
    private sealed class Start(AgentStartUp startUp, LogWatch watch) : IDisposable
    {
        private volatile bool _hasSeenDialog;

        public AgentStartUp StartUp => startUp;

        // Read by whoever waits to type.
        public bool HasSeenDialog
        {
            get => _hasSeenDialog;
            set => _hasSeenDialog = value;
        }

        // True when it is not known what was pressed.
        public bool IsGivenUp { get; set; }

        public ImmutableHashSet<DialogKey> Pressed { get; set; } = [];

        public bool IsAnswered => !Pressed.IsEmpty;

        // The next dialog is another showing.
        public void Forget()
        {
            Pressed = [];
            IsGivenUp = false;
        }

        public void Dispose() => watch.Dispose();
    }
}
