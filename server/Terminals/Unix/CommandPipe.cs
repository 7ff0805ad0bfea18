using System.Runtime.InteropServices;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>Owns both ends of a pipe that a short command prints into; whoever runs the command reads it.</summary>
internal sealed unsafe class CommandPipe : IDisposable
{
    private readonly FileDescriptor _reader;

    private CommandPipe(FileDescriptor reader, FileDescriptor writer)
    {
        _reader = reader;
        Writer = writer;
    }

    /// <summary>The command's end. Ours of it is closed once the command has it.</summary>
    public FileDescriptor Writer { get; }

    /// <exception cref="LaunchFailedException">The system has no pipe left.</exception>
    public static CommandPipe Open()
    {
        var ends = stackalloc int[2];
        // Closed in programs from the first: one that is started meanwhile would get it too. On macOS they only get what they are given.
        var opened = OperatingSystem.IsMacOS() ? Libc.Pipe(ends) : Libc.Pipe(ends, UnixConstants.CloseOnExec);
        var reader = FileDescriptor.OwnOrThrow(opened == 0 ? ends[0] : -1, "No pipe is left for a command");
        var pipe = new CommandPipe(reader, FileDescriptor.Own(ends[1]));
        // Only our end: the command's blocks, as programs expect.
        var on = 1;
        if (Libc.Control(reader, UnixConstants.SetNonBlocking, (nint)(&on)) == 0) return pipe;
        var error = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        pipe.Dispose();
        throw new LaunchFailedException($"A pipe for a command could not be prepared: {error}.");
    }

    /// <summary>How many bytes were there; none means that nothing is there now.</summary>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
            return Math.Max(0, (int)Libc.Read(_reader, pointer, buffer.Length));
    }

    public void Dispose()
    {
        Writer.Dispose();
        _reader.Dispose();
    }
}
