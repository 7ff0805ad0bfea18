using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Common;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// The one thread that reads every terminal, flushes input that had to wait, and sees leaders end. Each round serves
/// every ready terminal once, so that one which floods does not hold up the others.
/// </summary>
/// <remarks>
/// What hundreds of terminals print comes in thousands of small pieces a second, and waking threads and the host for
/// each costs far more than the bytes do. So rounds that find little follow each other by <see cref="Gather"/>. What is
/// printed after a rest of that length is served at once, and so is everything for a moment after input: that is the
/// echo of a key.
/// </remarks>
internal sealed class TerminalPump : IDisposable
{
    /// <summary>Most bytes taken from one terminal in one round.</summary>
    public const int ReadBytes = 64 * 1024;

    /// <summary>Shortest time between two rounds that find little: far less than a person sees, and hundreds of pieces when much prints.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

    // How long after input no round waits: an echo takes less unless the machine is overloaded, and nobody types so fast
    // that this makes much of the time.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(10);

    // A read that brings this much is of a flood, which is not kept waiting. A terminal holds several times as much.
    private const int MuchBytes = 1024;

    private readonly ReadinessQueue _queue = ReadinessQueue.Create();
    private readonly ConcurrentDictionary<long, UnixTerminalProcess> _terminals = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _beginRound;
    private readonly Action _endRound;
    private readonly object _rest = new();
    private readonly Thread _thread;
    private long _lastToken;
    private TimeSpan _answersUntil;
    private volatile bool _isStopping;

    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what goes wrong in a terminal.</param>
    /// <param name="beginRound">Called before the terminals that are ready are served; must not block or throw.</param>
    /// <param name="endRound">Called after that; must not block or throw.</param>
    public TerminalPump(TimeProvider time, ILogger logger, Action beginRound, Action endRound)
    {
        _time = time;
        _logger = logger;
        _beginRound = beginRound;
        _endRound = endRound;
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

    /// <summary>A program was given input: what it answers is not kept waiting. Any thread may call.</summary>
    public void ExpectAnswer()
    {
        lock (_rest)
        {
            _answersUntil = _time.Elapsed() + AnswerTime;
            Monitor.Pulse(_rest);
        }
    }

    /// <summary>Ends and joins the thread. Terminals that are still there are told that their end is unknown.</summary>
    public void Dispose()
    {
        _isStopping = true;
        lock (_rest) Monitor.Pulse(_rest);
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
        var lastEndedAt = _time.GetTimestamp();
        while (!_isStopping)
        {
            var count = _queue.Wait(reports);
            var isBusy = _time.GetElapsedTime(lastEndedAt) < Gather;
            _beginRound();
            var isLittle = Serve(reports.AsSpan(0, count), buffer);
            _endRound();
            if (isBusy && isLittle) Rest();
            lastEndedAt = _time.GetTimestamp();
        }
    }

    private void Rest()
    {
        lock (_rest)
            if (!_isStopping && _time.Elapsed() > _answersUntil) Monitor.Wait(_rest, Gather);
    }

    /// <summary>True when there was nothing but a little output.</summary>
    private bool Serve(ReadOnlySpan<Readiness> reports, byte[] buffer)
    {
        var isLittle = true;
        foreach (var report in reports)
        {
            if (!_terminals.TryGetValue(report.Token, out var process)) continue;
            var read = Serve(process, report, buffer);
            isLittle &= read < MuchBytes && !report.Writable && !report.Exited;
        }

        return isLittle;
    }

    private int Serve(UnixTerminalProcess process, Readiness report, byte[] buffer)
    {
        try
        {
            var read = report.Readable ? process.Read(buffer) : 0;
            if (report.Writable)
                process.Flush();
            if (report.Exited)
                process.TakeExit(buffer);
            return read;
        }
        catch (Exception exception)
        {
            // Nothing is expected here. Whatever it is must not end the thread that every session lives on.
            _logger.LogError(exception, "The terminal of process {Pid} failed and is given up.", process.Identity.Pid);
            process.Abandon();
            return 0;
        }
    }
}
