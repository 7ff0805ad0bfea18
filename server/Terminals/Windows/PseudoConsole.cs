using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Windows;

/// <summary>Owns one pseudo-console and our ends of its pipes. Needs Windows 10 1809. Not yet run on Windows.</summary>
internal sealed unsafe class PseudoConsole : IDisposable
{
    private readonly Lock _gate = new();
    private nint _console;

    public PseudoConsole(TerminalSize size)
    {
        SafeFileHandle? childInput = null, childOutput = null, input = null, output = null;
        try
        {
            if (!Kernel32.CreatePipe(out childInput, out input, 0, 0) || !Kernel32.CreatePipe(out output, out childOutput, 0, 0))
                throw WindowsProcesses.Failure("A terminal could not be made");
            var result = Kernel32.CreatePseudoConsole(Cells(size), childInput, childOutput, 0, out _console);
            if (result != 0)
                throw new LaunchFailedException($"A terminal could not be made: {Marshal.GetExceptionForHR(result)?.Message}");
            Input = input;
            Output = output;
        }
        catch
        {
            input?.Dispose();
            output?.Dispose();
            throw;
        }
        finally
        {
            // The console has its own copies.
            childInput?.Dispose();
            childOutput?.Dispose();
        }
    }

    public SafeFileHandle Input { get; }

    public SafeFileHandle Output { get; }

    /// <summary>Starts the program suspended, attached to this console. The caller closes both handles.</summary>
    public Kernel32.ProcessInformation StartSuspended(string program, LaunchSpec spec)
    {
        nuint size = 0;
        Kernel32.InitializeAttributes(null, 1, 0, &size);
        var list = NativeMemory.Alloc(size);
        try
        {
            if (!Kernel32.InitializeAttributes(list, 1, 0, &size))
                throw WindowsProcesses.Failure("A terminal could not be set up");
            try
            {
                if (!Kernel32.UpdateAttribute(list, 0, Kernel32.PseudoConsoleAttribute, _console, (nuint)sizeof(nint), 0, 0))
                    throw WindowsProcesses.Failure("A terminal could not be set up");
                return WindowsProcesses.Create(
                    program, spec.Arguments, spec.Environment, spec.WorkingDirectory,
                    Kernel32.ExtendedStartup | Kernel32.CreateSuspended, list);
            }
            finally
            {
                Kernel32.DeleteAttributes(list);
            }
        }
        finally
        {
            NativeMemory.Free(list);
        }
    }

    public void Resize(TerminalSize size)
    {
        lock (_gate)
        {
            if (_console != 0)
                _ = Kernel32.ResizePseudoConsole(_console, Cells(size));
        }
    }

    /// <summary>Tells the programs that their console closes. Output still comes until the pipe ends: keep reading.</summary>
    public void HangUp()
    {
        nint console;
        lock (_gate)
            (console, _console) = (_console, 0);
        if (console != 0)
            Kernel32.ClosePseudoConsole(console);
    }

    public void Dispose()
    {
        HangUp();
        Input.Dispose();
        Output.Dispose();
    }

    private static Kernel32.Coordinates Cells(TerminalSize size) => new() { X = (short)size.Columns, Y = (short)size.Rows };
}
