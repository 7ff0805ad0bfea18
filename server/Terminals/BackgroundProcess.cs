using System.Collections;
using System.Collections.Immutable;
using Orchestrator.Common;

namespace Orchestrator.Terminals;

/// <summary>
/// Reaches a background process of this program, and starts it when there is none. Two that start at the same moment
/// end with one: the second finds the role's lock taken and leaves, and both callers reach the first.
/// </summary>
/// <param name="folder">The state folder it works in.</param>
/// <param name="verb">What the program is asked for on its command line.</param>
/// <param name="time">The clock.</param>
internal sealed class BackgroundProcess(StateFolder folder, string verb, TimeProvider time)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromSeconds(2);

    private ProcessIdentity? _started;
    private TimeSpan? _lastStart;

    /// <summary>Asks <paramref name="tryConnectAsync"/> until it answers something, and has the process started meanwhile.</summary>
    /// <exception cref="HostUnreachableException">There is no such process and none could be started.</exception>
    public async Task<T> ConnectAsync<T>(Func<CancellationToken, Task<T?>> tryConnectAsync, CancellationToken cancellationToken)
        where T : class
    {
        var deadline = time.Elapsed() + LongestStart;
        while (time.Elapsed() < deadline)
        {
            if (await tryConnectAsync(cancellationToken) is { } connection) return connection;
            StartUnlessUnderWay();
            await Task.Delay(Retry, time, cancellationToken);
        }

        throw new HostUnreachableException(
            $"'orchestrator {verb}' did not start within {LongestStart.TotalSeconds:0} s. Its log is in '{folder.LogFolder}'.");
    }

    private void StartUnlessUnderWay()
    {
        var now = time.Elapsed();
        var isUnderWay = _started is not null && ProcessProbe.Check(_started) != ProcessPresence.Gone;
        // One that left at once met another one's lock; that one gets a moment to open its socket.
        if (isUnderWay || now - _lastStart < PatienceWithOthers) return;
        _lastStart = now;
        folder.RequireWritable();
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "")
            .SetItem("ORCHESTRATOR_HOME", folder.Root);
        try
        {
            _started = DetachedProcess.Start(Environment.ProcessPath!, [.. ProgramArguments(), verb], environment);
        }
        catch (LaunchFailedException exception)
        {
            throw new HostUnreachableException($"'orchestrator {verb}' cannot be started: {exception.Message}");
        }
    }

    // `dotnet orchestrator.dll serve` has to name the assembly again.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BackgroundProcess).Assembly.Location] : [];
}

/// <summary>A background process cannot be reached and could not be started. The message is for the user.</summary>
internal sealed class HostUnreachableException(string message) : Exception(message);
