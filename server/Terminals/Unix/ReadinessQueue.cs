using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>Says which terminals can be read or written and which leaders ended. Any thread may add, remove or wake.</summary>
internal abstract class ReadinessQueue : IDisposable
{
    public static ReadinessQueue Create() => OperatingSystem.IsMacOS() ? new KernelQueue() : new EventPoll();

    /// <summary>
    /// Watches <paramref name="master"/> for output and <paramref name="pid"/>, an unreaped child, for its end.
    /// The token is positive and comes back in <see cref="Readiness.Token"/>.
    /// </summary>
    /// <exception cref="LaunchFailedException">The system has no descriptor left, or no way to watch a process.</exception>
    public abstract void Add(long token, FileDescriptor master, int pid);

    /// <summary>Says whether <paramref name="token"/> is to be reported when its terminal takes input.</summary>
    public abstract void WatchWritable(long token, FileDescriptor master, bool wanted);

    /// <summary>Stops watching the terminal, not the process.</summary>
    public abstract void StopReading(FileDescriptor master);

    /// <summary>Stops watching both.</summary>
    public abstract void Remove(long token, FileDescriptor master, int pid);

    /// <summary>Waits for at least one report, or for <see cref="Wake"/>: then the answer may be 0.</summary>
    public abstract int Wait(Span<Readiness> reports);

    public abstract void Wake();

    public abstract void Dispose();
}

/// <summary>What one terminal is ready for.</summary>
internal readonly record struct Readiness(long Token, bool Readable, bool Writable, bool Exited);
