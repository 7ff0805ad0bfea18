using Orchestrator.Storage;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// One terminal of the holder, as the host sees it. What is printed comes over the pipe; what did not come that way,
/// because the host was not there or too slow, is read from the spool. Any thread may call.
/// </summary>
internal sealed class RemoteTerminal(TerminalLabel label, ProcessIdentity identity, SpoolFiles spool, Func<HolderMessage, bool> send) : IHeldTerminal
{
    private const int FeedBytes = 64 * 1024;

    // Held while the sink is called: what it is told stays in order.
    private readonly Lock _gate = new();
    private readonly Lock _inputGate = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITerminalSink? _sink;
    private TerminalExit? _exit;
    private volatile StopGrace? _stopWanted;
    private Resize? _unsentSize;
    private long _number;
    private long _end;
    private long _fed;
    private long _sent;
    private long _taken;
    private bool _isOver;

    public TerminalLabel Label => label;

    public ProcessIdentity Identity => identity;

    /// <summary>The holder has it under this number, from now on and from the start of this connection.</summary>
    public void Bind(long number)
    {
        lock (_inputGate) (_number, _sent, _taken) = (number, 0, 0);
    }

    /// <summary>The holder can be told again what it was not there for.</summary>
    public void Repeat()
    {
        if (Interlocked.Exchange(ref _unsentSize, null) is { } resize) Resize(resize.Size, resize.Position);
        if (_stopWanted is { } grace) send(new Stop(_number, grace));
    }

    /// <summary>The holder that had it is gone; the next one gives its number to another terminal.</summary>
    public void Unbind() => Interlocked.Exchange(ref _number, 0);

    /// <summary>From here on <paramref name="sink"/> is told what is printed after <paramref name="from"/>, and the exit.</summary>
    public void Open(ITerminalSink sink, long from)
    {
        lock (_gate)
        {
            _sink = sink;
            Interlocked.Exchange(ref _fed, from);
            CatchUpUnderLock(_end);
            TellExitUnderLock();
        }
    }

    public void OnOutput(Output output)
    {
        lock (_gate)
        {
            CatchUpUnderLock(output.Offset);
            _end = Math.Max(_end, output.Offset + output.Bytes.Length);
            // What was read from the spool already comes once more when a connection begins.
            var known = (int)Math.Clamp(_fed - output.Offset, 0, output.Bytes.Length);
            FeedUnderLock(output.Offset + known, output.Bytes.Span[known..]);
        }
    }

    public void OnGrew(long end)
    {
        lock (_gate) CatchUpUnderLock(_end = Math.Max(_end, end));
    }

    public void OnExited(long end, TerminalExit exit)
    {
        lock (_gate)
        {
            CatchUpUnderLock(_end = Math.Max(_end, end));
            _exit = exit;
            TellExitUnderLock();
        }

        lock (_inputGate) _isOver = true;
    }

    /// <summary>The holder is gone: what it stored and could not tell any more is read before the end is told.</summary>
    public void OnLost()
    {
        OnExited(long.MaxValue, new TerminalExit(null, null, IsLost: true));
        _stopped.TrySetResult();
    }

    public void OnInputTaken(long count)
    {
        lock (_inputGate) _taken = Math.Max(_taken, count);
    }

    /// <summary>Nothing of the program is left.</summary>
    public void OnStopped() => _stopped.TrySetResult();

    public bool TryWrite(ReadOnlyMemory<byte> bytes) =>
        TrySend(bytes.Length, fed => new Input(_number, fed, bytes));

    public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key) =>
        TrySend(text.Length, fed => new Submit(_number, fed, pause, key, text));

    public void Resize(TerminalSize size, long position)
    {
        var resize = new Resize(_number, position, size);
        if (!send(resize)) _unsentSize = resize;
    }

    public void Interrupt() => send(new Interrupt(_number));

    public Task StopAsync(StopGrace grace)
    {
        // A holder that is not there now is told when it is again.
        _stopWanted = grace;
        send(new Stop(_number, grace));
        return _stopped.Task;
    }

    public void Forget() => send(new Forget(_number));

    /// <summary>The program goes on without this host.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate) _sink = null;
        return ValueTask.CompletedTask;
    }

    private bool TrySend(int count, Func<long, HolderMessage> input)
    {
        lock (_inputGate)
        {
            if (_isOver || _sent - _taken + count > TerminalInput.MaxPendingBytes) return false;
            if (!send(input(Interlocked.Read(ref _fed)))) return false;
            _sent += count;
            return true;
        }
    }

    private void CatchUpUnderLock(long end)
    {
        if (_sink is null || _fed >= end) return;
        var (start, bytes) = ReadSpool(end);
        for (var at = 0; at < bytes.Length; at += FeedBytes)
            FeedUnderLock(start + at, bytes.AsSpan(at, Math.Min(FeedBytes, bytes.Length - at)));
    }

    private (long Start, byte[] Bytes) ReadSpool(long end)
    {
        try
        {
            return spool.ReadRaw(label.SessionId, label.Epoch, _fed, end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Lost like what could not be written: what comes after it is shown all the same.
            return (_fed, []);
        }
    }

    private void FeedUnderLock(long offset, ReadOnlySpan<byte> bytes)
    {
        if (_sink is null || bytes.IsEmpty) return;
        // Told to the holder with every answer: what was printed before it has been seen.
        Interlocked.Exchange(ref _fed, offset + bytes.Length);
        _sink.OnOutput(offset, bytes);
    }

    private void TellExitUnderLock()
    {
        if (_sink is null || _exit is null) return;
        _sink.OnExited(_exit);
        _sink = null;
    }
}
