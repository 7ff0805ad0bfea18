using System.Diagnostics;
using System.Text;

namespace Orchestrator.Terminals.Windows;

/// <summary>Runs one short command without a window. Not yet run on Windows.</summary>
internal static class WindowsCommand
{
    /// <inheritdoc cref="CommandRunner.RunAsync"/>
    public static async Task<CommandOutput> RunAsync(CommandSpec spec, string program, TimeProvider time, CancellationToken cancellationToken)
    {
        using var process = Start(spec, program);
        using var late = new CancellationTokenSource(spec.Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var read = new byte[spec.MaxOutputBytes + 1];
        try
        {
            var count = await process.StandardOutput.BaseStream.ReadAtLeastAsync(read, read.Length, throwOnEndOfStream: false, end.Token);
            if (count <= spec.MaxOutputBytes) await process.WaitForExitAsync(end.Token);
            var exit = process.HasExited ? new TerminalExit(process.ExitCode, Signal: null) : null;
            return new CommandOutput(Encoding.UTF8.GetString(read, 0, Math.Min(count, spec.MaxOutputBytes)), exit);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(CommandSpec spec, string program)
    {
        var start = new ProcessStartInfo(program, spec.Arguments)
        {
            WorkingDirectory = spec.Folder,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment) start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        try
        {
#pragma warning disable RS0030 // The one place that starts a short command on Windows.
            process.Start();
#pragma warning restore RS0030
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            process.Dispose();
            throw new LaunchFailedException($"'{program}' could not be started: {exception.Message}");
        }

        process.StandardInput.Close();
        // Nobody reads it, and a program that fills it would wait for ever.
        process.StandardError.Close();
        return process;
    }
}
