using System.Text;
using System.Text.Json;

namespace Orchestrator.FakeAgent;

/// <summary>
/// An agent that does nothing but note what it was asked: takes pastes in brackets, and appends each prompt that is
/// submitted to a file, as one line of JSON in a single write. The terminal has to be raw.
/// </summary>
internal static class Journal
{
    private const string PasteBegin = "\e[200~";
    private const string PasteEnd = "\e[201~";

    public static int Run(string path)
    {
        using var journal = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var input = Streams.Input;
        Commands.Write("\e[?2004hready\r\n");
        var composer = new List<byte>();
        for (var next = input.ReadByte(); next >= 0; next = input.ReadByte())
        {
            if (next == '\r' && !IsInPaste(composer)) Submit(journal, composer);
            else composer.Add((byte)next);
            if (next == '~' && !IsInPaste(composer)) Commands.Write("pasted ");
        }

        return 0;
    }

    private static bool IsInPaste(List<byte> composer)
    {
        var text = Encoding.Latin1.GetString([.. composer]);
        return text.LastIndexOf(PasteBegin, StringComparison.Ordinal) > text.LastIndexOf(PasteEnd, StringComparison.Ordinal);
    }

    private static void Submit(FileStream journal, List<byte> composer)
    {
        var prompt = Encoding.UTF8.GetString([.. composer]).Replace(PasteBegin, "", StringComparison.Ordinal).Replace(PasteEnd, "", StringComparison.Ordinal);
        composer.Clear();
        journal.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(prompt) + "\n"));
        Commands.Write($"> {prompt.Split('\n')[0]}\r\n");
    }
}
