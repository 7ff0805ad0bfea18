using System.Text;
using Orchestrator.Storage;
using Orchestrator.Terminals.Holding;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>A terminal of the holder while its holder goes.</summary>
[TestClass]
public sealed class RemoteTerminalTests : FolderTest
{
    private readonly List<HolderMessage> _sent = [];
    private readonly RecordingSink _sink = new();
    private readonly SpoolFiles _spool;
    private readonly RemoteTerminal _terminal;

    public RemoteTerminalTests()
    {
        _spool = new SpoolFiles(Folder);
        _terminal = new RemoteTerminal(new TerminalLabel("a", "1", ""), new ProcessIdentity(1, 1, ""), _spool, message =>
        {
            _sent.Add(message);
            return true;
        });
        _terminal.Bind(3);
    }

    [TestMethod]
    [TestCategory("STO-01")]
    [TestCategory("PH-07")]
    public void Terminal_of_a_lost_holder_says_nothing_to_a_terminal_that_has_its_number_now()
    {
        _terminal.Open(_sink, from: 0);

        _terminal.Unbind();
        _terminal.TryWrite("exit\r"u8.ToArray());
        _terminal.Interrupt();
        _ = _terminal.StopAsync(StopGrace.None);
        _terminal.Forget();

        var numbers = _sent.Select(message => message switch
        {
            HolderMessage.Input input => input.Terminal,
            HolderMessage.Interrupt interrupt => interrupt.Terminal,
            HolderMessage.Stop stop => stop.Terminal,
            HolderMessage.Forget forget => forget.Terminal,
            _ => -1,
        });
        CollectionAssert.AreEqual(new long[4], numbers.ToArray());
    }

    [TestMethod]
    [TestCategory("STO-01")]
    [TestCategory("TRM-01")]
    public void What_a_lost_holder_stored_and_did_not_tell_comes_before_the_end()
    {
        _terminal.Open(_sink, from: 0);
        using (var spool = _spool.Write("a", "1", TimeProvider.System))
        {
            spool.Append(0, "told "u8);
            _terminal.OnOutput(new HolderMessage.Output(3, 0, "told "u8.ToArray()));
            spool.Append(5, "stored"u8);
        }

        _terminal.OnLost();

        Assert.AreEqual("told stored", Encoding.UTF8.GetString(_sink.Bytes.ToArray()));
        Assert.AreEqual((1, true), (_sink.Exits, _sink.Exited is { IsCompletedSuccessfully: true, Result.IsLost: true }));
    }
}
