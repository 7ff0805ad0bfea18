namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>Keeps all that a process says, and counts how often it says that it ended.</summary>
internal sealed class RecordingSink : ITerminalSink
{
    private readonly TaskCompletionSource<TerminalExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MemoryStream Bytes { get; } = new();

    public int Exits { get; private set; }

    public Task<TerminalExit> Exited => _exited.Task;

    public void OnOutput(long offset, ReadOnlySpan<byte> bytes) => Bytes.Write(bytes);

    public void OnExited(TerminalExit exit)
    {
        Exits++;
        _exited.TrySetResult(exit);
    }
}
