using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orchestrator.FakeAgent;

/// <summary>An agent that starts a program which ignores hang-ups, and prints its process id.</summary>
internal static class Grandchild
{
    public static int Run()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' HUP TERM INT; while :; do sleep 60; done"]);
        using var child = Process.Start(start)!;
        Commands.Print(child.Id.ToString(CultureInfo.InvariantCulture));

        // The agent itself is well-behaved: it ends when asked.
        using var ended = new ManualResetEventSlim();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, ended));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, ended));
        Commands.Print("ready");
        ended.Wait();
        return 0;
    }

    private static void End(PosixSignalContext context, ManualResetEventSlim ended)
    {
        context.Cancel = true;
        ended.Set();
    }
}
