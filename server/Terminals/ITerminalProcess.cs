namespace Orchestrator.Terminals;

/// <summary>
/// One process group in one pseudo-terminal of the platform. Disposing, after the exit, lets go of what the system
/// keeps of it; the process id belongs to nobody else until then.
/// </summary>
internal interface ITerminalProcess : IAsyncDisposable
{
    /// <summary>Who the process is, for telling it from a later one with the same pid.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>As <see cref="IHeldTerminal.TryWrite"/>.</summary>
    bool TryWrite(ReadOnlyMemory<byte> bytes);

    /// <summary>Sets the terminal's size; the foreground process group learns of it. No effect after exit.</summary>
    void Resize(TerminalSize size);

    /// <summary>
    /// Signals every process of the terminal's session and what they started outside of it, never one whose identity
    /// no longer matches; an interrupt goes to the foreground process group alone. Also after the exit, when
    /// processes outlive their leader. False when nothing was left to signal.
    /// </summary>
    bool Signal(TerminalSignal signal);
}

/// <summary>What a terminal's processes can be told, from a wish to an order.</summary>
internal enum TerminalSignal
{
    /// <summary>As if the user pressed Ctrl-C (SIGINT).</summary>
    Interrupt,

    /// <summary>The terminal goes away, please end (SIGHUP and SIGTERM).</summary>
    Terminate,

    /// <summary>End now (SIGKILL).</summary>
    Kill,
}
