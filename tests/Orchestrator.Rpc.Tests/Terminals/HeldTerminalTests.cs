using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>When the key that submits a text is pressed.</summary>
[TestClass]
[TestCategory("SND-14")]
public sealed class HeldTerminalTests : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private readonly ManualTimeProvider _time = new();
    private readonly Process _program = new();
    private readonly HeldTerminal _terminal;

    public HeldTerminalTests() =>
        _terminal = new HeldTerminal(new RecordingSink(), _time, NullLogger.Instance, _ => { }) { Process = _program };

    public async ValueTask DisposeAsync()
    {
        _terminal.OnExited(new TerminalExit(0, null));
        await _terminal.DisposeAsync();
        _timeout.Dispose();
    }

    [TestMethod]
    public async Task Key_is_pressed_a_pause_after_the_program_has_shown_something_however_long_that_takes()
    {
        _terminal.TrySubmit("text"u8.ToArray(), Pause, (byte)'\r');
        await ArmedAsync(HeldTerminal.LongestEcho);
        _time.Advance(HeldTerminal.LongestEcho - Pause);
        _terminal.OnOutput(0, "te"u8);
        await ArmedAsync(Pause);
        var early = _program.Written;

        _time.Advance(Pause);
        await _program.WrittenAsync("text\r", _timeout.Token);

        Assert.AreEqual("text", early);
    }

    [TestMethod]
    public async Task Program_that_shows_nothing_is_waited_for_no_longer_than_so()
    {
        _terminal.OnOutput(0, "before"u8);
        _terminal.TrySubmit("text"u8.ToArray(), Pause, (byte)'\r');
        await ArmedAsync(HeldTerminal.LongestEcho);
        _time.Advance(HeldTerminal.LongestEcho);
        await ArmedAsync(Pause);
        var early = _program.Written;

        _time.Advance(Pause);
        await _program.WrittenAsync("text\r", _timeout.Token);

        Assert.AreEqual("text", early);
    }

    private async Task ArmedAsync(TimeSpan time)
    {
        while (await _time.TimerArmedAsync(_timeout.Token) != time)
        {
        }
    }

    private sealed class Process : ITerminalProcess
    {
        private readonly SemaphoreSlim _wrote = new(0);
        private readonly Lock _lock = new();
        private string _written = "";

        public ProcessIdentity Identity { get; } = new(1, 0, "boot");

        public string Written
        {
            get
            {
                lock (_lock) return _written;
            }
        }

        public bool TryWrite(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock) _written += Encoding.UTF8.GetString(bytes.Span);
            _wrote.Release();
            return true;
        }

        public async Task WrittenAsync(string text, CancellationToken cancellationToken)
        {
            while (Written != text) await _wrote.WaitAsync(cancellationToken);
        }

        public void Resize(TerminalSize size)
        {
            // Nothing is shown.
        }

        public bool Signal(TerminalSignal signal) => false;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
