using System.Collections.Immutable;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// What host and holder say to each other. Numbers of terminals are the holder's; positions count what a program
/// printed. A new message gets a new kind at the end; one that the other end's version does not have is never sent.
/// </summary>
internal abstract record HolderMessage
{
    /// <summary>First word of the host: the versions of this protocol it speaks.</summary>
    public sealed record Hello(int Lowest, int Highest, string Product) : HolderMessage;

    /// <summary>The holder's answer: the version spoken from here on, 0 when there is none in common.</summary>
    public sealed record Welcome(int Version, string Product, int Pid) : HolderMessage;

    /// <summary>One terminal that is held, at this moment: what it prints from here on follows.</summary>
    public sealed record Held(long Terminal, HeldReport Report) : HolderMessage;

    /// <summary>Every terminal that is held has been told.</summary>
    public sealed record AllTold : HolderMessage;

    /// <summary>Start a program.</summary>
    public sealed record Start(long Request, TerminalLabel Label, LaunchSpec Spec) : HolderMessage;

    /// <summary>It runs.</summary>
    public sealed record Started(long Request, long Terminal, ProcessIdentity Identity) : HolderMessage;

    /// <summary>It could not be started.</summary>
    public sealed record StartFailed(long Request, string Reason) : HolderMessage;

    /// <summary>Input; the host had seen what was printed before <paramref name="Fed"/>.</summary>
    public sealed record Input(long Terminal, long Fed, ReadOnlyMemory<byte> Bytes) : HolderMessage;

    /// <summary>The terminal has taken all of this connection's input up to this count of bytes.</summary>
    public sealed record InputTaken(long Terminal, long Count) : HolderMessage;

    /// <summary>A new size.</summary>
    public sealed record Resize(long Terminal, long Position, TerminalSize Size) : HolderMessage;

    /// <summary>Interrupt what runs in the foreground.</summary>
    public sealed record Interrupt(long Terminal) : HolderMessage;

    /// <summary>End the program and all it started.</summary>
    public sealed record Stop(long Terminal, StopGrace Grace) : HolderMessage;

    /// <summary>All of it is gone.</summary>
    public sealed record Stopped(long Terminal) : HolderMessage;

    /// <summary>The host has stored how it ended.</summary>
    public sealed record Forget(long Terminal) : HolderMessage;

    /// <summary>What a program printed.</summary>
    public sealed record Output(long Terminal, long Offset, ReadOnlyMemory<byte> Bytes) : HolderMessage;

    /// <summary>More was printed than could be sent: it is in the spool, up to this position.</summary>
    public sealed record Grew(long Terminal, long End) : HolderMessage;

    /// <summary>The program is gone, and has printed up to this position.</summary>
    public sealed record Exited(long Terminal, long End, TerminalExit Exit) : HolderMessage;

    /// <summary>What programs print cannot be stored, for this reason; null when it can again.</summary>
    public sealed record SpoolState(string? Failure) : HolderMessage;

    /// <summary>Text, and, after a pause, the key that submits it.</summary>
    public sealed record Submit(long Terminal, long Fed, TimeSpan Pause, byte Key, ReadOnlyMemory<byte> Text) : HolderMessage;

    /// <summary>A kind that this version does not know; ignored.</summary>
    public sealed record Unknown : HolderMessage;

    internal static readonly ImmutableArray<Type> Kinds =
    [
        typeof(Hello), typeof(Welcome), typeof(Held), typeof(AllTold), typeof(Start), typeof(Started), typeof(StartFailed),
        typeof(Input), typeof(InputTaken), typeof(Resize), typeof(Interrupt), typeof(Stop), typeof(Stopped), typeof(Forget),
        typeof(Output), typeof(Grew), typeof(Exited), typeof(SpoolState), typeof(Submit),
    ];
}
