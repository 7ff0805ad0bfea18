using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Hosting;

/// <summary>
/// Ends a host that nobody needs: no client, no running session, for a while. It wakes when either changes and asks
/// nothing in between.
/// </summary>
internal sealed class IdleExit(HostRuntime host, TimeSpan after, ILogger<IdleExit> logger)
{
    private readonly AsyncAutoResetEvent _changed = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        host.Connections.Changed += _changed.Set;
        using var reader = host.Services.Feed.Subscribe(_changed.Set);
        try
        {
            while (true)
            {
                if (host.IsShutdownWanted && !host.Services.Sessions.HasRunning) break;
                if (IsIdle && !await _changed.IsSetWithinAsync(after, host.Time, cancellationToken)) break;
                if (!IsIdle) await _changed.WaitAsync(cancellationToken);
            }

            logger.LogInformation("Nobody needs this host any more");
            host.Shutdown(ShutdownMode.Now);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host ends for another reason.
        }
        finally
        {
            host.Connections.Changed -= _changed.Set;
        }
    }

    private bool IsIdle => host.Connections.All.IsEmpty && !host.Services.Sessions.HasRunning;
}
