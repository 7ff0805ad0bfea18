namespace Orchestrator.Terminals;

/// <summary>
/// Starts processes in terminals of their own and keeps them. The seam at which the holder is split off
/// into a process of its own; today it lives inside the host.
/// </summary>
internal interface ITerminalHolder : IAsyncDisposable
{
    /// <summary>
    /// Starts <paramref name="spec"/> in a new terminal. Output and exit are reported to <paramref name="sink"/>,
    /// from the first byte on, also before this call returns.
    /// </summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    ITerminalProcess Start(LaunchSpec spec, ITerminalSink sink);
}

/// <summary>Receives what one terminal process says. Calls come one at a time, exit last and once.</summary>
internal interface ITerminalSink
{
    /// <summary>Bytes the process wrote. The span is valid only during the call; the call must not block.</summary>
    void OnOutput(ReadOnlySpan<byte> bytes);

    /// <summary>The process is gone and all its output has been reported.</summary>
    void OnExited(TerminalExit exit);
}
