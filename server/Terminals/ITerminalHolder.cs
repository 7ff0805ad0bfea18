using System.Collections.Immutable;

namespace Orchestrator.Terminals;

/// <summary>
/// Starts processes in terminals of their own and keeps them, in a process of its own (<see cref="Holding.HolderClient"/>)
/// or in this one (<see cref="InProcessHolder"/>). Any thread may call. Disposing lets go of what outlives the host,
/// and ends what does not.
/// </summary>
internal interface ITerminalHolder : IAsyncDisposable
{
    /// <summary>True when what is held ends with the host.</summary>
    bool EndsWithHost { get; }

    /// <summary>
    /// Starts <paramref name="spec"/> in a new terminal. Output and exit are reported to <paramref name="sink"/>,
    /// from the first byte on, also before this call completes.
    /// </summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    Task<IHeldTerminal> StartAsync(TerminalLabel label, LaunchSpec spec, ITerminalSink sink, CancellationToken cancellationToken);

    /// <summary>What is held since before this host. Asked once, before anything is started.</summary>
    Task<ImmutableArray<HeldReport>> FindHeldAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes over what was found: what it prints after the position <paramref name="from"/>, and its exit, are reported
    /// to <paramref name="sink"/>, what was printed already before this call returns.
    /// </summary>
    IHeldTerminal Adopt(HeldReport held, ITerminalSink sink, long from);
}

/// <summary>One program in one terminal, as a holder keeps it. Any thread may call.</summary>
internal interface IHeldTerminal : IAsyncDisposable
{
    /// <summary>Who the process is, for telling it from a later one with the same pid.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>
    /// Accepts bytes for the terminal's input without waiting for the process to read them.
    /// False when more than <see cref="TerminalInput.MaxPendingBytes"/> would wait, or the terminal is closed;
    /// then nothing was accepted.
    /// </summary>
    bool TryWrite(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// As <see cref="TryWrite"/>, and the key that submits it <paramref name="pause"/> after the program has shown
    /// something, or <see cref="HeldTerminal.LongestEcho"/> later than that when it shows nothing: both or none, whatever
    /// becomes of the host in between.
    /// </summary>
    bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key);

    /// <summary>Sets the terminal's size; the foreground process group learns of it. No effect after exit.</summary>
    /// <param name="size">The size.</param>
    /// <param name="position">What the program printed before this position was shown at the size before.</param>
    void Resize(TerminalSize size, long position);

    /// <summary>Interrupts what runs in the foreground, as if the user pressed Ctrl-C.</summary>
    void Interrupt();

    /// <summary>
    /// Ends the program and everything it started: interrupt, terminate, kill, each after the grace before it; completes
    /// when all is gone. Called again it joins the stop under way, whose graces stay; <see cref="StopGrace.None"/> cuts
    /// those short. The stop goes on when nobody waits for it, and when the host ends.
    /// </summary>
    Task StopAsync(StopGrace grace);

    /// <summary>How it ended is kept elsewhere now; the holder need not remember it. Nothing while it runs.</summary>
    void Forget();
}

/// <summary>Receives what one terminal process says. Calls come one at a time, exit last and once.</summary>
internal interface ITerminalSink
{
    /// <summary>Bytes the process wrote. The span is valid only during the call; the call must not block.</summary>
    /// <param name="offset">Position of the first of them. A gap to those before is output that is lost.</param>
    /// <param name="bytes">The bytes.</param>
    void OnOutput(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>The process is gone and all its output has been reported.</summary>
    void OnExited(TerminalExit exit);

    /// <summary>All input that was accepted has gone to the terminal. Must not block.</summary>
    void OnInputTaken()
    {
    }
}

/// <summary>Whose terminal it is. The holder keeps it and reads none of it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Epoch">Which run of the session's program.</param>
/// <param name="Note">What a host needs to know of the session when it has lost its own record.</param>
internal sealed record TerminalLabel(string SessionId, string Epoch, string Note);

/// <summary>A terminal that is held since before this host.</summary>
/// <param name="Label">Whose it is.</param>
/// <param name="Identity">Its process.</param>
/// <param name="End">Position after all it has printed.</param>
/// <param name="Fed">What was printed before this position was seen, and answered, by an earlier host.</param>
/// <param name="Sizes">Its sizes, each with the position from which on it was in force; the first one is that of the start.</param>
/// <param name="Exit">How it ended; null while it runs.</param>
/// <param name="HostAway">For how long no host was there.</param>
internal sealed record HeldReport(
    TerminalLabel Label,
    ProcessIdentity Identity,
    long End,
    long Fed,
    ImmutableArray<(long Position, TerminalSize Size)> Sizes,
    TerminalExit? Exit,
    TimeSpan HostAway);
