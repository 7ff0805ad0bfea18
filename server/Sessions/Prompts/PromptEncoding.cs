using System.Text;

namespace Orchestrator.Sessions.Prompts;

/// <summary>The bytes that put a prompt into a program. Pure.</summary>
internal static class PromptEncoding
{
    private const string PasteBegin = "\e[200~";
    private const string PasteEnd = "\e[201~";

    /// <summary>As if a person typed it: every line break is a return.</summary>
    public static byte[] AsTyped(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r"));

    /// <summary>As one paste in brackets, which nothing inside can end, and without the return that submits it.</summary>
    public static byte[] AsPaste(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        // The end of a paste inside the text would turn the rest of it into key presses.
        // Taking one out can make another.
        while (lines.Contains(PasteEnd, StringComparison.Ordinal)) lines = lines.Replace(PasteEnd, "", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(PasteBegin + lines + PasteEnd);
    }
}
