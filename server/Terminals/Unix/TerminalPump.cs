using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// The one thread that reads every terminal, flushes input that had to wait, and sees leaders end. Each round serves
/// every ready terminal once, so that one which floods does not hold up the others.
/// </summary>
internal sealed class TerminalPump : IDisposable
{
    /// <summary>Most bytes taken from one terminal in one round.</summary>
    public const int ReadBytes = 64 * 1024;

    private readonly ReadinessQueue _queue = ReadinessQueue.Create();
    private readonly ConcurrentDictionary<long, UnixTerminalProcess> _terminals = new();
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private long _lastToken;
    private volatile bool _isStopping;

    public TerminalPump(ILogger logger)
    {
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "terminals" };
        _thread.Start();
    }

    public ReadinessQueue Queue => _queue;

    /// <summary>A number that no other terminal of this pump has.</summary>
    public long NextToken() => Interlocked.Increment(ref _lastToken);

    /// <summary>From here on the process is served, perhaps before this returns.</summary>
    /// <exception cref="LaunchFailedException">The system cannot watch one more.</exception>
    public void Add(UnixTerminalProcess process)
    {
        _terminals[process.Token] = process;
        try
        {
            _queue.Add(process.Token, process.Master, process.Identity.Pid);
        }
        catch (LaunchFailedException)
        {
            Remove(process);
            throw;
        }
    }

    public void Remove(UnixTerminalProcess process)
    {
        _queue.Remove(process.Token, process.Master, process.Identity.Pid);
        _terminals.TryRemove(process.Token, out _);
    }

    /// <summary>Ends and joins the thread. Terminals that are still there are told that their end is unknown.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _queue.Wake();
        _thread.Join();
        foreach (var process in _terminals.Values)
            process.Abandon();
        _queue.Dispose();
    }

    private void Run()
    {
        var reports = new Readiness[128];
        var buffer = GC.AllocateUninitializedArray<byte>(ReadBytes, pinned: true);
        while (!_isStopping)
        {
            var count = _queue.Wait(reports);
            foreach (var report in reports.AsSpan(0, count))
            {
                if (_terminals.TryGetValue(report.Token, out var process))
                    Serve(process, report, buffer);
            }
        }
    }

    private void Serve(UnixTerminalProcess process, Readiness report, byte[] buffer)
    {
        try
        {
            if (report.Readable)
                process.Read(buffer);
            if (report.Writable)
                process.Flush();
            if (report.Exited)
                process.TakeExit(buffer);
        }
        catch (Exception exception)
        {
            // Nothing is expected here. Whatever it is must not end the thread that every session lives on.
            _logger.LogError(exception, "The terminal of process {Pid} failed and is given up.", process.Identity.Pid);
            process.Abandon();
        }
    }
}
