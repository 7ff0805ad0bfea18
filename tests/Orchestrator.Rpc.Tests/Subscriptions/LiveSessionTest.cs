using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>One viewer of one session.</summary>
public abstract class LiveSessionTest : FolderTest
{
    protected LiveSessionTest()
    {
        World = new LiveSetWorld(Folder);
        Session = World.Session("a");
    }

    private protected LiveSetWorld World { get; }

    private protected Session Session { get; }

    private protected TerminalScreen Screen => Session.Terminal.Screen;

    private protected TerminalLog Log => Screen.Log;

    [TestCleanup]
    public async Task EndWorld() => await World.DisposeAsync();

    /// <summary>Takes all that there is, which is output, and answers its length.</summary>
    private protected async Task<int> TakeBytesAsync() => (await World.TakeAllAsync()).Cast<OutputFrame>().Sum(frame => frame.Data.Length);
}
