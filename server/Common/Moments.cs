namespace Orchestrator.Common;

/// <summary>Moments to reckon with: setting the clock changes nothing between them.</summary>
internal static class Moments
{
    /// <summary>Time since a fixed moment in the past; never negative, never goes back.</summary>
    public static TimeSpan Elapsed(this TimeProvider time) => time.GetElapsedTime(0);
}
