using Orchestrator.Screens;
using Orchestrator.Screens.Cells;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>Refuses the figures of a screen that did not do the work: nothing is faster than an engine that skips it.</summary>
internal static class Evidence
{
    /// <summary>Throws unless so many lines have content, those of the scrollback included.</summary>
    public static void Require(Screen screen, int minLines)
    {
        var lines = LinesWithContent(screen.State.Primary) + LinesWithContent(screen.State.Alternate);
        if (lines < minLines) throw new NoEvidenceException($"{lines} lines have content where at least {minLines} are due");
    }

    /// <summary>Throws when a snapshot is so much smaller than what there is to say that it cannot have said it.</summary>
    public static void RequireSnapshot(int bytes, int visibleBytes)
    {
        if (bytes < visibleBytes / 2) throw new NoEvidenceException($"the snapshot has {bytes} bytes where {visibleBytes} are visible");
    }

    private static int LinesWithContent(ScreenBuffer buffer) =>
        Enumerable.Range(0, buffer.Count).Count(index => buffer.Line(index).ContentLength() > 0);
}

/// <summary>A screen did not do what was measured.</summary>
internal sealed class NoEvidenceException(string message) : Exception(message);
