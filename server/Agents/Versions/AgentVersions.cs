using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Common;

namespace Orchestrator.Agents.Versions;

/// <summary>
/// The versions of the agents' programs: told from memory, and asked for in the background, one program at a time. An
/// unchanged program is asked once ever. Any thread may call.
/// </summary>
internal sealed class AgentVersions : IAsyncDisposable
{
    // One that is under way, and one that waits and takes in every wish for another.
    private const int MostLooks = 2;

    private readonly Func<IEnumerable<string>> _paths;
    private readonly Func<string, CancellationToken, Task<string?>> _askAsync;
    private readonly AgentVersionFile _file;
    private readonly CancellationTokenSource _ending = new();
    private readonly Mailbox<Look> _looks;
    private readonly Lock _gate = new();
    private Look? _waiting;
    private volatile ImmutableDictionary<string, KnownVersion>? _known;

    /// <param name="paths">Where the agents' programs are now.</param>
    /// <param name="askAsync">Asks the program at a path for its version; null when it does not say.</param>
    /// <param name="file">What earlier hosts were told.</param>
    /// <param name="logger">The log.</param>
    public AgentVersions(Func<IEnumerable<string>> paths, Func<string, CancellationToken, Task<string?>> askAsync, AgentVersionFile file, ILogger logger)
    {
        _paths = paths;
        _askAsync = askAsync;
        _file = file;
        _looks = new Mailbox<Look>(MostLooks, RunAsync, fault => logger.LogError(fault, "The versions of agents could not be looked up"));
    }

    /// <summary>The version of the program at a path, when it is known.</summary>
    public string? Of(string? path) => path is null ? null : _known?.GetValueOrDefault(path)?.Version;

    /// <summary>Reads what earlier hosts were told; no program is run.</summary>
    public void Prepare() => Post(new Look(asks: false, asksAgain: false));

    /// <summary>Has those programs asked that nobody knows of yet. Returns at once.</summary>
    public void LearnMissing()
    {
        var known = _known;
        if (known is null || _paths().Any(path => !known.ContainsKey(path))) Post(new Look(asks: true, asksAgain: false));
    }

    /// <summary>
    /// Has the programs asked that have changed, are new, or did not answer before. Completes when that is over, however
    /// long it takes; who gives up waiting stops nothing.
    /// </summary>
    public Task LearnChangedAsync() => Post(new Look(asks: true, asksAgain: true)).Done.Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _looks.DisposeAsync();
        _ending.Dispose();
    }

    private Look Post(Look wish)
    {
        lock (_gate)
        {
            if (_waiting is { } waiting)
            {
                waiting.Take(wish);
                return waiting;
            }

            // A host that ends looks no more.
            if (_looks.TryPost(wish)) _waiting = wish;
            else wish.Done.TrySetResult();
            return wish;
        }
    }

    private async Task RunAsync(Look look)
    {
        lock (_gate) _waiting = null;
        try
        {
            var before = _known ??= _file.Read();
            var known = look.Asks ? await LearnAsync(before, look.AsksAgain) : before;
            if (known != before) _file.Write(known.Values.Where(each => File.Exists(each.Stamp.Path)));
        }
        finally
        {
            look.Done.TrySetResult();
        }
    }

    private async Task<ImmutableDictionary<string, KnownVersion>> LearnAsync(ImmutableDictionary<string, KnownVersion> known, bool asksAgain)
    {
        try
        {
            foreach (var path in _paths())
            {
                _ending.Token.ThrowIfCancellationRequested();
                if (ProgramStamp.Of(path) is not { } stamp || !IsToBeAsked(known.GetValueOrDefault(path), stamp, asksAgain)) continue;
                // What another program said there is not true of this one.
                _known = known.Remove(path);
                _known = known = known.SetItem(path, new KnownVersion(stamp, await _askAsync(path, _ending.Token)));
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The host ends; what was not learned is asked by the next one.
        }

        return known;
    }

    private static bool IsToBeAsked(KnownVersion? known, ProgramStamp stamp, bool asksAgain) =>
        known is null || known.Stamp != stamp || (known.Version is null && asksAgain);

    // One round through the programs.
    private sealed class Look(bool asks, bool asksAgain)
    {
        public bool Asks { get; private set; } = asks;

        public bool AsksAgain { get; private set; } = asksAgain;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Take(Look other) => (Asks, AsksAgain) = (Asks || other.Asks, AsksAgain || other.AsksAgain);
    }
}
