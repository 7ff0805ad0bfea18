using System.CommandLine;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Orchestrator.Common;
using Orchestrator.Hosting.Schema;
using Orchestrator.Rpc;
using Orchestrator.Rpc.Multiplexing;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Holding;

namespace Orchestrator.Hosting;

/// <summary>What the program can be asked for on its command line.</summary>
internal static class Verbs
{
    public static RootCommand Root() => new("Runs coding-agent sessions in the background and serves them to editors.")
    {
        Serve(), Host(), Hold(), Hook(), Schema(),
    };

    private static Command Serve()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Speak JSON-RPC on the standard streams (the only transport there is)." };
        var embedded = new Option<bool>("--embedded") { Description = "Run the host inside this process; sessions end with it." };
        var multiplex = new Option<bool>("--multiplex") { Description = "Carry JSON-RPC, and the output of each terminal, on channels of a multiplexed stream." };
        var serve = new Command("serve", "Serves one client, an editor, on the standard streams.") { stdio, embedded, multiplex };
        serve.SetAction((parsed, cancellationToken) => parsed.GetValue(embedded)
            ? ServeEmbeddedAsync(parsed.GetValue(multiplex), cancellationToken)
            : ServeAsync(parsed.GetValue(multiplex), cancellationToken));
        return serve;
    }

    private static Command Host()
    {
        var idle = new Option<int>("--idle-exit-seconds")
        {
            Description = "Seconds without client and running session after which the host ends.",
            DefaultValueFactory = _ => 600,
        };
        var host = new Command("host", "Runs the host of this user's sessions. Started by 'serve' when none runs.") { idle };
        host.SetAction((parsed, cancellationToken) => HostAsync(TimeSpan.FromSeconds(parsed.GetValue(idle)), cancellationToken));
        return host;
    }

    private static Command Hold()
    {
        var hold = new Command("hold", "Holds the terminals of the host's sessions, also while no host runs. Started by the host.");
        hold.SetAction((_, cancellationToken) => HoldAsync(cancellationToken));
        return hold;
    }

    // Named here for its description only.
    private static Command Hook()
    {
        var log = new Argument<string>("log") { Description = "File that a line is appended to." };
        var socket = new Argument<string?>("socket") { Description = "Socket of the host that is asked for the hook's answer.", Arity = ArgumentArity.ZeroOrOne };
        return new Command(HookVerb.Name, "Notes what an agent's hook is handed on the standard input, or asks for its answer. Called by agents.") { log, socket };
    }

    private static Command Schema()
    {
        var folder = new Option<string>("--out") { Description = "Folder to write to.", DefaultValueFactory = _ => "schemas" };
        var schema = new Command("schema", "Writes the wire contract as OpenRPC and JSON Schema.") { folder };
        schema.SetAction(parsed => SchemaFiles.Write(parsed.GetValue(folder)!));
        return schema;
    }

    private static async Task<int> ServeAsync(bool isMultiplexed, CancellationToken cancellationToken)
    {
        var (input, output) = StandardStreams.Claim();
        return await new Relay(StateFolder.Open(), TimeProvider.System, Console.Error).RunAsync(isMultiplexed, input, output, cancellationToken);
    }

    private static async Task<int> ServeEmbeddedAsync(bool isMultiplexed, CancellationToken cancellationToken)
    {
        var (input, output) = StandardStreams.Claim();
        var folder = StateFolder.Open();
        folder.RequireWritable();
        using var survival = FileSizeLimit.Survive();
        using var hostLock = ProcessLock.TryTake(folder.LockFile)
            ?? throw new HostUnreachableException("A host runs for this state folder already. Leave out --embedded to use it, or set ORCHESTRATOR_HOME to another folder.");
        // What it holds could not be reached from here, and would be taken for lost.
        if (ProcessLock.IsTaken(folder.HolderLockFile))
            throw new HostUnreachableException("Sessions of this state folder run outside of this process. Leave out --embedded to go on with them, or set ORCHESTRATOR_HOME to another folder.");
        using var loggers = Logs.Open(folder, "host");
        await using var host = await HostRuntime.StartAsync(folder, isEmbedded: true, loggers, TimeProvider.System, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ShutdownToken);
        // Never idle while its one client is there; but it ends when it was asked to and the last session has ended.
        var idleExit = new IdleExit(host, Timeout.InfiniteTimeSpan, loggers.CreateLogger<IdleExit>()).RunAsync(end.Token);
        var exitCode = isMultiplexed
            ? await MultiplexedClient.ServeAsync(host.Services, host.Connections, input, output, end.Token)
            : await ServeFramesAsync(host, input, output, end.Token);
        await end.CancelAsync();
        await idleExit;
        return exitCode;
    }

    private static async Task<int> ServeFramesAsync(HostRuntime host, Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var connection = new ClientConnection(host.Services, host.Connections.NextId());
        return await connection.RunAsync(PipeReader.Create(input), PipeWriter.Create(output), host.Connections, cancellationToken);
    }

    private static async Task<int> HostAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        var folder = StateFolder.Open();
        folder.RequireWritable();
        using var survival = FileSizeLimit.Survive();
        using var hostLock = ProcessLock.TryTake(folder.LockFile);
        // Another host was first; whoever started this one will reach that one.
        if (hostLock is null) return 0;

        using var loggers = Logs.Open(folder, "host");
        var logger = loggers.CreateLogger<HostRuntime>();
        logger.LogInformation("Host {Version} starts", ProductVersion.Current);
        try
        {
            await using var host = await HostRuntime.StartAsync(folder, isEmbedded: false, loggers, TimeProvider.System, cancellationToken);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ShutdownToken);
            // A hang-up is for the terminal this was started from, which is not the host's.
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
            var idleExit = new IdleExit(host, idle, loggers.CreateLogger<IdleExit>()).RunAsync(end.Token);
            await new HostListener(folder, host.Services, host.Connections, loggers.CreateLogger<HostListener>()).RunAsync(end.Token);
            await idleExit;
        }
        catch (Exception exception)
        {
            logger.LogCritical(exception, "The host ends with a fault");
            throw;
        }

        logger.LogInformation("Host ended");
        return 0;
    }

    private static async Task<int> HoldAsync(CancellationToken cancellationToken)
    {
        var folder = StateFolder.Open();
        using var survival = FileSizeLimit.Survive();
        using var holderLock = ProcessLock.TryTake(folder.HolderLockFile);
        // Another holder was first; whoever started this one will reach that one.
        if (holderLock is null) return 0;

        using var loggers = Logs.Open(folder, "hold");
        // A hang-up is for the terminal this was started from, which is not the holder's.
        using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        await using var programs = new InProcessHolder(TimeProvider.System, loggers.CreateLogger<InProcessHolder>());
        await new HolderServer(folder, programs, TimeProvider.System, loggers.CreateLogger<HolderServer>()).RunAsync(cancellationToken);
        return 0;
    }
}
