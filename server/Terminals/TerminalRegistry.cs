using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Terminals;

/// <summary>
/// The terminals of this host by their id: an exact match, letter for letter, never a prefix. Any thread may call.
/// Owns the terminals in it; one that ended stays readable until it is removed.
/// </summary>
internal sealed class TerminalRegistry(ITerminalHolder holder) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Terminal> _terminals = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public ICollection<Terminal> All => _terminals.Values;

    /// <summary>Starts a terminal under <paramref name="id"/>. A terminal of that id that ended is replaced.</summary>
    /// <exception cref="InvalidOperationException">A terminal of that id still runs.</exception>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    public Terminal Start(string id, string epoch, LaunchSpec spec)
    {
        lock (_gate)
        {
            if (_terminals.TryGetValue(id, out var earlier) && !earlier.Exited.IsCompleted)
                throw new InvalidOperationException($"Terminal '{id}' still runs.");
            return _terminals[id] = Terminal.Start(id, epoch, spec, holder);
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out Terminal? terminal) => _terminals.TryGetValue(id, out terminal);

    /// <summary>Forgets the terminal <paramref name="id"/> and its log, and ends its program when it still runs.</summary>
    public async Task RemoveAsync(string id)
    {
        if (_terminals.TryRemove(id, out var terminal))
            await terminal.DisposeAsync();
    }

    /// <summary>Ends every terminal at once. Callers who want graces stop the terminals first.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_terminals.Keys.Select(RemoveAsync));
}
