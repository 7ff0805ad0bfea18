using System.CommandLine;
using Orchestrator.Common;
using Orchestrator.Hosting;
using Orchestrator.Storage;
using Orchestrator.Terminals;

// Ahead of all that takes time to load.
if (args is [HookVerb.Name, .. var more]) return await HookVerb.RunAsync(more);

try
{
    return await Verbs.Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is HostUnreachableException or ForeignSocketException or StateFolderException or SchemaTooNewException or StorageException or UnauthorizedAccessException or IOException)
{
    // Expected ways to fail; the sentence says what to do, a stack would not.
    await Console.Error.WriteLineAsync("orchestrator: " + exception.Message);
    return 1;
}
catch (NoMultiplexingException exception)
{
    await Console.Error.WriteLineAsync("orchestrator: " + exception.Message);
    return NoMultiplexingException.ExitCode;
}
