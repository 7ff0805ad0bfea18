using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>
/// The dialogs that the program of one session tells of nowhere but on its screen. Those of its start are looked for until
/// it is ready, told, and answered where the user's settings allow that; those that stop a turn are looked for while the
/// program works, and told. Only the session's loop calls, except for <see cref="IsClear"/>.
/// </summary>
internal sealed class SessionDialogs : IDisposable
{
    // Codex and gemini draw their composers half a second before their dialogs, on a machine that has nothing else to do.
    private static readonly TimeSpan LongestBeforeDialog = TimeSpan.FromSeconds(3);

    // On a busy machine it takes longer. Where its dialog comes not at all, something was set in a way that is not known here.
    private static readonly TimeSpan LongestBeforeDueDialog = TerminalSilence.Longest;

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
    private volatile Run? _run;

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

    /// <summary>
    /// A program is up, started or found running: the session is woken whenever it prints until it is ready, and where dialogs
    /// of its turns are known, whenever it prints amid one.
    /// </summary>
    public void Begin()
    {
        End();
        if (_agent.Definition?.StartUp is not { } startUp) return;
        // An earlier host may have answered what stands there in its last moment.
        _run = new Run(startUp, _terminal.Log.Watch(WakeToLook, isReader: false)) { IsGivenUp = _state().Dialog is not null, IsDialogDue = IsDialogDue(startUp) };
    }

    /// <summary>The program is gone, or shows nothing more that is looked for.</summary>
    public void End()
    {
        _run?.Dispose();
        _run = null;
    }

    /// <summary>True while nothing on the screen would take a prompt for an answer, as far as is known. Any thread may call.</summary>
    public bool IsClear()
    {
        // What it printed last is known here; what follows from that for the session is not yet.
        if (_run is not { HasBegun: false } run || DialogRules.IsTold(run.StartUp, _terminal.Facts.Status) || DialogRules.HasBegun(_state())) return true;
        var words = Words();
        if (run.StartUp.Find(words) is not null) return false;
        if (run.StartUp.WaitsForReport || (run.IsDialogDue && !run.HasSeenDialog)) return false;
        return !(run.StartUp.WaitsForComposer || run.HasSeenDialog) || run.StartUp.HasComposer(words);
    }

    /// <summary>True while a dialog that is known stands on the screen, be it of the start or of a turn, and whenever it comes.</summary>
    public bool IsAnyShown
    {
        get
        {
            var words = Words();
            return _agent.Definition is { } agent && (agent.StartUp?.Find(words) ?? AgentDialog.Find(agent.TurnDialogs, words)) is not null;
        }
    }

    /// <summary>Brings the session up to the dialog that stands on its screen, and answers it where that is allowed.</summary>
    public async Task LookAsync()
    {
        var state = _state();
        if (_run is not { } run || !AttentionRules.Listens(state)) return;
        if (DialogRules.HasBegun(state)) Begun(run);
        if (run.HasBegun && (Limits.IsEmpty || state.Dialog is { IsOfStart: true })) await HideAsync(state);
        else if (!run.HasBegun || IsAtTurn(state)) await ReadAsync(state, run);
    }

    public void Dispose()
    {
        End();
        _sight.Dispose();
        _answer.Dispose();
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private ImmutableArray<AgentDialog> Limits =>
        _agent.Definition is { TurnDialogs: { IsEmpty: false } dialogs } ? [.. dialogs.Where(dialog => dialog.Activity == SessionActivity.Limited)] : [];

    // At rest a program shows only what is typed. Being woken by that, its session would miss the title of a turn that is over
    // before it is woken again.
    private bool IsAtTurn(SessionState state) =>
        state.Dialog is not null || TitleReading.Told(state, _agent.Definition, _terminal.Facts) != SessionActivity.Idle;

    private void WakeToLook()
    {
        if (_run is not { HasBegun: true } || IsAtTurn(_state())) _wake();
    }

    // A program that was found running may have been answered long ago.
    private bool IsDialogDue(AgentStartUp startUp)
    {
        var (state, launch) = (_state(), _state().Launch);
        if (startUp.WillAsk is not { } willAsk || !(state.StartedAt > Now - LongestBeforeDueDialog) || _surroundings.Trust?.Trusted(launch.Cwd) is not null) return false;
        return willAsk(launch.Cwd, _surroundings.HostEnvironment.SetItems(launch.Environment));
    }

    private void Begun(Run run)
    {
        run.HasBegun = true;
        if (Limits.IsEmpty) End();
    }

    private async Task ReadAsync(SessionState state, Run run)
    {
        var words = Words();
        var ofStart = run.HasBegun ? null : run.StartUp.Find(words);
        if ((ofStart ?? AgentDialog.Find(Limits, words)) is { } seen) await FollowAsync(run, seen);
        else if (!run.HasBegun || state.Dialog is not null) await LookAwayAsync(state, run, run.StartUp.HasComposer(words));
    }

    private string Words() => ScreenWords.Of(_terminal.Screen.ReadText(scrollbackLines: 0).Text);

    private async Task LookAwayAsync(SessionState state, Run run, bool hasComposer)
    {
        _sight.See(hasComposer ? SeesComposer : SeesNothing);
        if ((state.Dialog is null && !hasComposer) || !_sight.IsFor(TerminalSilence.Period)) return;
        if (hasComposer && _sight.IsFor(run.IsDialogDue && !run.HasSeenDialog ? LongestBeforeDueDialog : LongestBeforeDialog)) Begun(run);
        run.Forget();
        await HideAsync(state);
    }

    private Task HideAsync(SessionState state) => _commitAsync(DialogRules.Hide(state, Now), isReport: true);

    private async Task FollowAsync(Run run, SeenDialog seen)
    {
        _sight.See(seen.Words);
        if (_state().Dialog is { } known && known.Asks != seen.Asks) run.Forget();
        run.HasSeenDialog = true;
        var isStuck = run.IsAnswered && _answer.IsOverdue;
        var events = DialogRules.Show(_state(), seen.Asks, isStuck, Guid.CreateVersion7().ToString("N"), Now, seen.Dialog.Activity);
        await _commitAsync([.. events.Select(WithNotifier)], isReport: true);
        if (!isStuck) Answer(run, seen);
    }

    // Each key once in a showing, and only when the dialog has stood there for as long as a program needs to be drawn.
    private void Answer(Run run, SeenDialog seen)
    {
        if (run.IsGivenUp || !_sight.IsFor(TerminalSilence.Period)) return;
        if (DialogRules.NextKey(_state(), seen, run.Pressed) is not { } key || !IsAllowed(seen)) return;
        if (!_agent.Press(new AgentKeys(key.Key))) return;
        run.Pressed = run.Pressed.Add(key);
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

    // One run of the program.
    private sealed class Run(AgentStartUp startUp, LogWatch watch) : IDisposable
    {
        private volatile bool _hasSeenDialog;
        private volatile bool _hasBegun;

        public AgentStartUp StartUp => startUp;

        // Read by whoever waits to type.
        public bool HasSeenDialog
        {
            get => _hasSeenDialog;
            set => _hasSeenDialog = value;
        }

        // True once its start is over.
        public bool HasBegun
        {
            get => _hasBegun;
            set => _hasBegun = value;
        }

        // True when it will show a dialog, though its composer stands there.
        public bool IsDialogDue { get; init; }

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
