using System.Buffers;

namespace Orchestrator.Terminals;

/// <summary>
/// The way into one program, from before it runs until it has ended: what is written before it runs waits for it, in
/// order. A program may print, and be answered, before its starter has returned. Any thread may call.
/// </summary>
internal sealed class ProgramInput
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _early = new();
    private volatile IHeldTerminal? _program;
    private bool _isClosed;

    /// <summary>
    /// Accepts input without waiting for the program to read it. False when the program has ended or too much waits
    /// already, then nothing was accepted.
    /// </summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        if (_program is { } program) return program.TryWrite(bytes);
        lock (_gate)
        {
            if (_program is not null) return _program.TryWrite(bytes);
            if (_isClosed || _early.WrittenCount + bytes.Length > TerminalInput.MaxPendingBytes) return false;
            _early.Write(bytes.Span);
            return true;
        }
    }

    /// <summary>As <see cref="IHeldTerminal.TrySubmit"/>; only a program that runs takes it.</summary>
    public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key) => _program?.TrySubmit(text, pause, key) ?? false;

    /// <summary>The program runs: it gets what waited, and from here on everything directly.</summary>
    public void Open(IHeldTerminal program)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            if (_early.WrittenCount > 0) program.TryWrite(_early.WrittenSpan.ToArray());
            _early.Clear();
            _program = program;
        }
    }

    /// <summary>There is no program any more: nothing is accepted from here on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _program = null;
            _early.Clear();
        }
    }
}
