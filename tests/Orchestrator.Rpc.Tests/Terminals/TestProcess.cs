using System.Diagnostics;

namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>A child that the runtime starts and reaps, to prove that it and terminals do not disturb each other.</summary>
internal static class TestProcess
{
    public static Process Start(string file, params string[] arguments)
    {
        var process = new Process { StartInfo = new ProcessStartInfo(file, arguments) };
#pragma warning disable RS0030 // The one place of the tests that starts a process in the ordinary way.
        process.Start();
#pragma warning restore RS0030
        return process;
    }
}
