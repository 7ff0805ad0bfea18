using System.Buffers;
using System.Collections.Immutable;
using Orchestrator.Storage;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// One terminal in the holder: appends what its program prints to the spool, passes it on to the host while one is
/// there, and remembers what the next host has to know. Any thread may call.
/// </summary>
internal sealed class SpooledTerminal : ITerminalSink
{
    // More than a window's border makes between two checkpoints of the screen.
    private const int MaxSizes = 256;

    private readonly Lock _gate = new();
    private readonly SpoolFiles _files;
    private readonly SpoolWriter _spool;
    private readonly Action<SpooledTerminal, IOException?> _onSpool;
    private ImmutableArray<(long Position, TerminalSize Size)> _sizes;
    private ArrayBufferWriter<byte>? _early = new();
    private HolderPipe? _host;
    private TerminalExit? _exit;
    private long _end;
    private long _fed;
    private long _accepted;
    private bool _hasDropped;

    public SpooledTerminal(long number, TerminalLabel label, TerminalSize size, SpoolFiles files, TimeProvider time, Action<SpooledTerminal, IOException?> onSpool)
    {
        Number = number;
        Label = label;
        _files = files;
        _spool = files.Write(label.SessionId, label.Epoch, time);
        _onSpool = onSpool;
        _sizes = [(0, size)];
    }

    /// <summary>Its program has ended. Must not block or throw.</summary>
    public event Action? Ended;

    public long Number { get; }

    public TerminalLabel Label { get; }

    /// <summary>Set once, when the program runs. Its output may have come before.</summary>
    public HeldTerminal Program { get; set; } = null!;

    /// <summary>True from the moment on at which a host can know that the program has ended.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate) return _exit is not null;
        }
    }

    /// <summary>The program runs: the host that asked for it is told, and then what it has printed already.</summary>
    public void Begin(long request, HolderPipe host)
    {
        lock (_gate)
        {
            host.Send(new Started(request, Number, Program.Identity));
            _host = host;
            if (_early is { WrittenCount: > 0 } early) SendUnderLock(0, early.WrittenSpan);
            _early = null;
            if (_exit is not null) host.Send(new Exited(Number, _end, _exit));
        }
    }

    /// <summary>Another host is there: it is told where the terminal stands, and from here on what comes.</summary>
    public void Attach(HolderPipe host, TimeSpan hostAway)
    {
        lock (_gate)
        {
            (_early, _host, _accepted, _hasDropped) = (null, host, 0, false);
            host.Send(new Held(Number, new HeldReport(Label, Program.Identity, _end, _fed, _sizes, _exit, hostAway)));
        }
    }

    /// <summary>This host is gone.</summary>
    public void Detach(HolderPipe host)
    {
        lock (_gate)
            if (_host == host) _host = null;
    }

    /// <summary>The pipe to the host has room again.</summary>
    public void TellDropped()
    {
        lock (_gate)
        {
            if (!_hasDropped) return;
            _hasDropped = false;
            _host?.Send(new Grew(Number, _end));
        }
    }

    public void Write(Input input)
    {
        Accept(input.Fed, input.Bytes.Length);
        // A program that does not read costs so much and no more; the host counts too, and stops before.
        if (!Program.TryWrite(input.Bytes)) OnInputTaken();
    }

    public void Submit(Submit submit)
    {
        Accept(submit.Fed, submit.Text.Length);
        if (!Program.TrySubmit(submit.Text, submit.Pause, submit.Key)) OnInputTaken();
    }

    public void Resize(Resize resize)
    {
        lock (_gate)
        {
            if (_sizes.Length == MaxSizes) _sizes = _sizes.RemoveAt(0);
            _sizes = _sizes.Add((resize.Position, resize.Size));
        }

        Program.Resize(resize.Size, resize.Position);
    }

    public void OnOutput(long offset, ReadOnlySpan<byte> bytes)
    {
        var before = _spool.Failure;
        lock (_gate)
        {
            _spool.Append(offset, bytes);
            _end = offset + bytes.Length;
            if (_early is not null) _early.Write(bytes);
            else SendUnderLock(offset, bytes);
        }

        if (_spool.Failure is null != before is null) _onSpool(this, _spool.Failure);
    }

    public void OnExited(TerminalExit exit)
    {
        try
        {
            _files.SaveExit(Label.SessionId, Label.Epoch, exit.Code, exit.Signal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The host that is there is told; without one the session is shown as lost.
        }

        lock (_gate)
        {
            _exit = exit;
            _spool.Dispose();
            _host?.Send(new Exited(Number, _end, exit));
        }

        if (_spool.Failure is not null) _onSpool(this, null);
        Ended?.Invoke();
    }

    public void OnInputTaken()
    {
        lock (_gate) _host?.Send(new InputTaken(Number, _accepted));
    }

    private void Accept(long fed, int count)
    {
        lock (_gate)
        {
            _fed = Math.Max(_fed, fed);
            _accepted += count;
        }
    }

    private void SendUnderLock(long offset, ReadOnlySpan<byte> bytes)
    {
        if (_host is null) return;
        if (_hasDropped || !_host.TrySendOutput(Number, offset, bytes)) _hasDropped = true;
    }
}
