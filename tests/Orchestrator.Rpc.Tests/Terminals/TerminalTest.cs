using System.Runtime.ExceptionServices;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>What every test with real terminals has: a holder that ends with it, and the one time limit.</summary>
public abstract class TerminalTest : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly List<string> _folders = [];
    private int _lastId;

    internal InProcessHolder Holder { get; } = new(TimeProvider.System, NullLogger<InProcessHolder>.Instance);

    protected CancellationToken Timeout => _timeout.Token;

    [TestCleanup]
    public async Task EndAllTerminals()
    {
        await Holder.DisposeAsync();
        foreach (var folder in _folders)
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        _timeout.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new empty folder that goes with the test.</summary>
    internal string NewFolder(string name)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator " + name).FullName;
        _folders.Add(folder);
        return folder;
    }

    internal Terminal Start(LaunchSpec spec)
    {
        var label = new TerminalLabel($"terminal-{++_lastId}", "1", Note: "");
        var start = Terminal.StartAsync(label, new TerminalScreen("1", spec.Size, new ViewerColors()), spec, Holder, Timeout);
        // This holder starts at once or fails at once.
        Assert.IsTrue(start.IsCompleted);
        if (start.Exception?.InnerException is { } fault) ExceptionDispatchInfo.Throw(fault);
#pragma warning disable VSTHRD002 // It is complete.
        return start.Result;
#pragma warning restore VSTHRD002
    }

    /// <summary>Everything the program printed, when it has ended.</summary>
    internal async Task<string> OutputOfAsync(LaunchSpec spec)
    {
        var terminal = Start(spec);
        await terminal.Exited.WaitAsync(Timeout);
        return TextOf(terminal.Log);
    }

    internal static string TextOf(TerminalLog log) => Encoding.UTF8.GetString(BytesOf(log));

    internal static byte[] BytesOf(TerminalLog log)
    {
        var bytes = new byte[log.End - log.Start];
        Assert.IsTrue(log.TryCopyFrom(log.Start, bytes, out var count));
        return bytes[..count];
    }

    /// <summary>Completes when the log shows <paramref name="text"/>, with all that it shows then.</summary>
    internal async Task<string> ShownAsync(Terminal terminal, string text)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = terminal.Log.Watch(() => changed.Release());
        while (true)
        {
            var shown = TextOf(terminal.Log);
            if (shown.Contains(text, StringComparison.Ordinal))
                return shown;
            Assert.IsFalse(terminal.Log.IsComplete, $"The program ended without showing '{text}': {shown}");
            await changed.WaitAsync(Timeout);
        }
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The pid that the program printed on a line of its own after <paramref name="label"/>.</summary>
    internal static int PidAfter(string shown, string label)
    {
        var start = shown.IndexOf(label, StringComparison.Ordinal) + label.Length;
        return TestAgent.Number(shown[start..shown.IndexOf('\n', start)]);
    }

    /// <summary>Waits until <paramref name="process"/> is gone; nothing tells us, so this asks again and again.</summary>
    internal async Task GoneAsync(ProcessIdentity process)
    {
        while (ProcessProbe.Check(process) != ProcessPresence.Gone)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Timeout);
    }
}
