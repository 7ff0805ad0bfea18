using System.Text;
using Orchestrator.Common;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>Runs one short command in a session of its own. Nothing tells when it prints or ends, so it is asked again and again.</summary>
internal static class UnixCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    // A killed process may take a moment to go; one that the kernel cannot end is not waited for.
    private const int KillRounds = 100;

    /// <inheritdoc cref="CommandRunner.RunAsync"/>
    public static async Task<CommandOutput> RunAsync(CommandSpec spec, string program, TimeProvider time, CancellationToken cancellationToken)
    {
        using var pipe = CommandPipe.Open();
        var pid = PosixSpawn.Start(program, [spec.File, .. spec.Arguments], spec.Environment, spec.Folder, "/dev/null", pipe.Writer);
        pipe.Writer.Dispose();
        var identity = ProcessProbe.Identify(pid);
        var isOver = false;
        try
        {
            var output = await ReadAsync(spec, pid, pipe, time, cancellationToken);
            isOver = output.Exit is not null;
            return output;
        }
        finally
        {
            // What a command leaves behind when it has ended, such as an update of itself, is its own business.
            if (isOver) ChildExit.Reap(pid);
            else await KillAsync(pid, identity, time);
        }
    }

    private static async Task<CommandOutput> ReadAsync(
        CommandSpec spec, int pid, CommandPipe pipe, TimeProvider time, CancellationToken cancellationToken)
    {
        var deadline = time.Elapsed() + spec.Longest;
        var read = new byte[spec.MaxOutputBytes + 1];
        var count = 0;
        while (true)
        {
            // Asked first: what it printed before its end is then there to be read.
            var exit = ChildExit.Peek(pid);
            while (count < read.Length && pipe.Read(read.AsSpan(count)) is var more and > 0) count += more;
            if (exit is not null || count > spec.MaxOutputBytes)
                return new CommandOutput(Encoding.UTF8.GetString(read, 0, Math.Min(count, spec.MaxOutputBytes)), exit);
            if (time.Elapsed() > deadline) throw new TimeoutException();
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static async Task KillAsync(int pid, ProcessIdentity? identity, TimeProvider time)
    {
        // It cannot be told apart from others, but while it is not reaped its number is its own.
        if (identity is null) _ = Libc.Kill(-pid, UnixSignal.Kill);
        var processes = identity is null ? null : new TerminalProcesses(identity);
        for (var round = 0; round < KillRounds && (processes?.Signal(UnixSignal.Kill) ?? ChildExit.Peek(pid) is null); round++)
            await Task.Delay(Poll, time, CancellationToken.None);
        if (ChildExit.Peek(pid) is not null) ChildExit.Reap(pid);
    }
}
