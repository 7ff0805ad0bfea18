namespace Orchestrator.Agents.OpenCode;

/// <summary>What is known of an OpenCode.</summary>
/// <param name="Board">What its API told last; null before it told anything.</param>
/// <param name="IsLost">True when it does not answer, and what it told counts no more.</param>
internal sealed record OpenCodeSight(OpenCodeBoard? Board, bool IsLost);

/// <summary>
/// Follows the API of one run of OpenCode for as long as that runs: reads the stream of its events and, whenever that
/// begins, the lists of what was before. A stream that breaks off is opened again; only when that fails for a while is the
/// program lost from sight. Any thread may ask what is in sight.
/// </summary>
internal sealed class OpenCodeFollower : IAsyncDisposable
{
    /// <summary>So many attempts in a row that fail are a loss.</summary>
    public const int MaxFailures = 6;

    // It tells every ten seconds that it is there.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // No program has so many; what were to begin beyond it is nobody's child.
    private const int MaxConversations = 5000;

    private readonly OpenCodeClient _client;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _running;
    private OpenCodeSight _sight = new(Board: null, IsLost: false);
    private int _failures;

    /// <param name="access">How the API is reached.</param>
    /// <param name="changed">Called when something else is in sight; must not block or throw.</param>
    /// <param name="time">The clock.</param>
    public OpenCodeFollower(OpenCodeAccess access, Action changed, TimeProvider time)
    {
        _client = new OpenCodeClient(access, time);
        _changed = changed;
        _time = time;
        _running = RunAsync();
    }

    /// <summary>What is in sight now.</summary>
    public OpenCodeSight Sight
    {
        get
        {
            lock (_lock) return _sight;
        }
    }

    /// <summary>Answers a dialog for permission.</summary>
    public Task<OpenCodeReply> ReplyAsync(string dialogId, bool isAllowed) => _client.ReplyAsync(dialogId, isAllowed);

    /// <summary>
    /// Ends the turn of a conversation; false when it has none as far as is known, or the program does not do it. Nor while a
    /// dialog stands there, which would outlive its turn.
    /// </summary>
    public async Task<bool> TryAbortAsync(string conversation) =>
        Sight is { IsLost: false, Board: { } board } && board.IsAtWork(conversation) && await _client.AbortAsync(conversation);

    /// <summary>A dialog is known to be over, though its event has not come.</summary>
    public void Drop(string dialogId) => Change(board => board.Without(dialogId));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await TryFollowAsync(_ending.Token);
                if (++_failures == MaxFailures) Lose();
                await Task.Delay(PauseAfter(_failures), _time, _ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The program has ended, or the host does.
        }
    }

    private static TimeSpan PauseAfter(int failures) =>
        failures > MaxFailures ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, ShortestPause.Ticks << (failures - 1)));

    private async Task TryFollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It starts, is busy beyond measure, or ends: which of them is not known here, and each calls for another attempt.
        }
    }

    // Whatever happens behind the lists comes by the stream, which therefore begins first.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await using var stream = await _client.OpenEventsAsync(cancellationToken);
        using var silence = new TimeLimit(LongestSilence, _time, cancellationToken);
        var lines = new EventLines(stream);
        // The first line tells that it listens.
        if (await lines.ReadAsync(silence.Token) is null) return;
        await ReadListsAsync(silence.Token);
        _failures = 0;
        while (await lines.ReadAsync(silence.Token) is { } line)
        {
            silence.Extend();
            if (OpenCodeJson.Event(line) is not { } told) continue;
            var met = told is OpenCodeEvent.Known ? [] : await MeetAsync([told.Conversation], silence.Token);
            Change(board => board.With(met).After(told));
        }
    }

    private async Task ReadListsAsync(CancellationToken cancellationToken)
    {
        var permissions = OpenCodeJson.Dialogs(await _client.GetAsync("permission", cancellationToken), areQuestions: false);
        var questions = OpenCodeJson.Dialogs(await _client.GetAsync("question", cancellationToken), areQuestions: true);
        var statuses = OpenCodeJson.Statuses(await _client.GetAsync("session/status", cancellationToken));
        var met = await MeetAsync(permissions.Concat(questions).Select(dialog => dialog.Conversation).Concat(statuses.Keys), cancellationToken);
        Change(board => board.With(met).After(statuses, [.. permissions, .. questions]));
    }

    // Of those that began before the stream did, nobody has told whose children they are.
    private async Task<IReadOnlyCollection<OpenCodeEvent.Known>> MeetAsync(IEnumerable<string> conversations, CancellationToken cancellationToken)
    {
        var known = Sight.Board?.Parents ?? OpenCodeBoard.Empty.Parents;
        var met = new Dictionary<string, OpenCodeEvent.Known>();
        var strangers = new Queue<string>(conversations);
        while (strangers.TryDequeue(out var id) && known.Count + met.Count < MaxConversations)
        {
            if (known.ContainsKey(id) || met.ContainsKey(id)) continue;
            var found = met[id] = await _client.FindAsync(id, cancellationToken) ?? new OpenCodeEvent.Known(id, Parent: null);
            if (found.Parent is not null) strangers.Enqueue(found.Parent);
        }

        return met.Values;
    }

    private void Change(Func<OpenCodeBoard, OpenCodeBoard> change)
    {
        lock (_lock) _sight = new OpenCodeSight(change(_sight.Board ?? OpenCodeBoard.Empty), IsLost: false);
        _changed();
    }

    private void Lose()
    {
        lock (_lock) _sight = _sight with { IsLost = true };
        _changed();
    }
}
