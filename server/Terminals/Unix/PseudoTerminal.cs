using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.Terminals.Unix.Native;
using static Orchestrator.Terminals.Unix.Native.UnixConstants;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// Owns both ends of one pseudo-terminal. The program's end stays open here as well, so that a program which closes
/// its terminal and opens it again does not look hung up in between.
/// </summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private readonly FileDescriptor _slave;

    private PseudoTerminal(FileDescriptor master, FileDescriptor slave, string path)
    {
        Master = master;
        _slave = slave;
        Path = path;
    }

    /// <summary>Our end: reads what programs write, non-blocking.</summary>
    public FileDescriptor Master { get; }

    /// <summary>The programs' end, such as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>Opens a terminal that is ready for a program: size and line settings are in place.</summary>
    /// <exception cref="LaunchFailedException">The system has no terminal left.</exception>
    public static PseudoTerminal Open(TerminalSize size)
    {
        var master = FileDescriptor.OwnOrThrow(
            Libc.OpenPseudoTerminal(ReadWrite | NoControllingTerminal | CloseOnExec),
            "No terminal is left: end some sessions, or raise the system's limit of terminals and open files");
        FileDescriptor? slave = null;
        try
        {
            var path = Unlock(master);
            slave = FileDescriptor.OwnOrThrow(
                Libc.Open(path, ReadWrite | NoControllingTerminal | CloseOnExec), $"The terminal {path} could not be opened");
            TerminalAttributes.Apply(slave);
            var on = 1;
            if (Libc.Control(master, SetNonBlocking, (nint)(&on)) != 0)
                throw Failure();

            var terminal = new PseudoTerminal(master, slave, path);
            terminal.Resize(size);
            return terminal;
        }
        catch
        {
            slave?.Dispose();
            master.Dispose();
            throw;
        }
    }

    /// <summary>Sets the size; the kernel tells the foreground process group when it differs.</summary>
    public void Resize(TerminalSize size)
    {
        var window = stackalloc ushort[4] { (ushort)size.Rows, (ushort)size.Columns, 0, 0 };
        _ = Libc.Control(Master, SetWindowSize, (nint)window);
    }

    /// <summary>Hangs up: programs that still have the terminal open cannot use it any more.</summary>
    public void Dispose()
    {
        _slave.Dispose();
        Master.Dispose();
    }

    private static string Unlock(FileDescriptor master)
    {
        var name = stackalloc byte[256];
        if (Libc.GrantPseudoTerminal(master) != 0
            || Libc.UnlockPseudoTerminal(master) != 0
            || Libc.PseudoTerminalName(master, name, 256) != 0)
            throw Failure();
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
    }

    private static LaunchFailedException Failure() =>
        new($"A terminal could not be set up: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
}
