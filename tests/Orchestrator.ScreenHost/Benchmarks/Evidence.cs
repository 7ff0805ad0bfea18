using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>Refuses the figures of a screen that did not do the work: nothing is faster than an engine that skips it.</summary>
internal static class Evidence
{
    /// <summary>Throws unless the screen shows as many lines as it should, its scrollback included.</summary>
    public static void Require(Screen screen, int minLines)
    {
        var text = screen.ReadText(Screen.ScrollbackLines);
        var lines = text.Length == 0 ? 0 : text.AsSpan().Count('\n') + 1;
        if (lines < minLines) throw new NoEvidenceException($"the screen shows {lines} lines where at least {minLines} are due");
    }
}

/// <summary>A screen did not do what was measured.</summary>
internal sealed class NoEvidenceException(string message) : Exception(message);
