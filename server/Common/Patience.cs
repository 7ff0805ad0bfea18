using Microsoft.VisualStudio.Threading;

namespace Orchestrator.Common;

/// <summary>Waiting for an event, but not for ever.</summary>
internal static class Patience
{
    /// <summary>True when the event is set within <paramref name="period"/>; false when that is over first.</summary>
    public static async Task<bool> IsSetWithinAsync(
        this AsyncAutoResetEvent awaited, TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await awaited.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
