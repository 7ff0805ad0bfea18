using System.Text;

namespace Orchestrator.Agents.Dialogs;

/// <summary>The words of a screen on one line, without frames: the same however wide it is. Pure.</summary>
internal static class ScreenWords
{
    // ─ │ ╭ ╌ █ ▄ ░
    private const char FirstOfFrames = '\u2500';
    private const char LastOfFrames = '\u259F';

    /// <summary>The words with one blank between them.</summary>
    public static string Of(string screen)
    {
        var words = new StringBuilder(screen.Length);
        var isBlankDue = false;
        foreach (var character in screen)
        {
            if (char.IsWhiteSpace(character) || character is >= FirstOfFrames and <= LastOfFrames)
            {
                isBlankDue = words.Length > 0;
                continue;
            }

            if (isBlankDue) words.Append(' ');
            isBlankDue = false;
            words.Append(character);
        }

        return words.ToString();
    }

    /// <summary>The words without blanks: a path that goes on in the next line is one again.</summary>
    public static string Squeeze(string words) => string.Concat(words.Where(character => !char.IsWhiteSpace(character)));
}
