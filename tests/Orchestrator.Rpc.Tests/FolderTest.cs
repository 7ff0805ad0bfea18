namespace Orchestrator.Rpc.Tests;

/// <summary>What every test with files has: a folder that goes with it, and the one time limit.</summary>
public abstract class FolderTest : IDisposable
{
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-test-").FullName;

    protected CancellationToken Timeout => _timeout.Token;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _timeout.Dispose();
        GC.SuppressFinalize(this);
    }
}
