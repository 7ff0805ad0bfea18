using System.Text;

namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>A process that is none: keeps what is written to it and the sizes it is given.</summary>
internal sealed class RecordingProcess : IHeldTerminal
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _written = new();

    public ProcessIdentity Identity { get; } = new(1, 0, "boot");

    public List<TerminalSize> Sizes { get; } = [];

    public string Written
    {
        get
        {
            lock (_lock) return _written.ToString();
        }
    }

    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock) _written.Append(Encoding.UTF8.GetString(bytes.Span));
        return true;
    }

    public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key) => TryWrite(text) && TryWrite(new[] { key });

    public void Resize(TerminalSize size, long position) => Sizes.Add(size);

    public void Interrupt()
    {
        // Nothing runs.
    }

    public Task StopAsync(StopGrace grace) => Task.CompletedTask;

    public void Forget()
    {
        // Nothing is remembered.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
