using System.Buffers;
using System.Text;

namespace Orchestrator.Screens.Reports;

/// <summary>
/// Reads kitty's desktop notifications, OSC 99, such as <c>i=1:d=0;Title</c> and <c>i=1:p=body;Text</c>, and keeps those
/// whose parts have not all come. See https://sw.kovidgoyal.net/kitty/desktop-notifications/.
/// </summary>
internal sealed class KittyNotifications
{
    /// <summary>Notifications that may be unfinished at a time; the oldest gives way.</summary>
    public const int MaxUnfinished = 16;

    // What a report keeps of them, in the longest encoding; a multiple of 3.
    private const int MaxTitleBytes = ReportText.MaxTitle * 3, MaxBodyBytes = ReportText.MaxBody * 3;

    private readonly List<Unfinished> _unfinished = [];

    /// <summary>True when a program asks what is supported; <see cref="WriteAnswer"/> tells it.</summary>
    public static bool IsQuery(ReadOnlySpan<char> payload) => Metadata.Read(ReportFields.Take(ref payload, ';')).Part is "?";

    /// <summary>Answers a query: titles and bodies are shown, always, and nothing can be clicked.</summary>
    public static void WriteAnswer(ReadOnlySpan<char> payload, IBufferWriter<byte> target)
    {
        target.Write("\e]99;i="u8);
        target.WriteAscii(Metadata.Read(ReportFields.Take(ref payload, ';')).Id);
        target.Write(":p=?;o=always:p=title,body\e\\"u8);
    }

    /// <summary>Takes one part of a notification and returns the notification when that was the last.</summary>
    public ScreenSignal.Notified? Read(ReadOnlySpan<char> payload)
    {
        var metadata = Metadata.Read(ReportFields.Take(ref payload, ';'));
        if (metadata.Part is "?" or "close" or "alive") return null;
        var notification = Take(metadata.Id);
        notification.Append(metadata, payload);
        if (metadata.IsDone) return notification.Finish();
        if (_unfinished.Count == MaxUnfinished) _unfinished.RemoveAt(0);
        _unfinished.Add(notification);
        return null;
    }

    /// <summary>Forgets what is unfinished, as a reset of the terminal does.</summary>
    public void Reset() => _unfinished.Clear();

    private Unfinished Take(string id)
    {
        var index = _unfinished.FindIndex(notification => notification.Id == id);
        if (index < 0) return new(id);
        var found = _unfinished[index];
        _unfinished.RemoveAt(index);
        return found;
    }

    /// <summary>What stands before the text: <c>i=1:d=0:p=body:e=1</c>.</summary>
    /// <param name="Id">Which notification it is part of.</param>
    /// <param name="IsDone">True when nothing more follows.</param>
    /// <param name="Part">Which part of the notification the text is.</param>
    /// <param name="IsBase64">True when the text is encoded.</param>
    private readonly record struct Metadata(string Id, bool IsDone, string Part, bool IsBase64)
    {
        // The protocol's own, for programs that name none.
        private const string NoId = "0";

        public static Metadata Read(ReadOnlySpan<char> text)
        {
            var metadata = new Metadata(NoId, true, "title", false);
            while (!text.IsEmpty)
            {
                var value = ReportFields.Take(ref text, ':').Trim();
                metadata = ReportFields.Take(ref value, '=').Trim() switch
                {
                    "i" => metadata with { Id = ReadId(value.Trim()) },
                    "d" => metadata with { IsDone = value.Trim() is not "0" },
                    "p" => metadata with { Part = ReportText.Cut(value.Trim(), ReportText.MaxWord).ToString() },
                    "e" => metadata with { IsBase64 = value.Trim() is "1" },
                    _ => metadata,
                };
            }

            return metadata;
        }

        // The id is sent back to the program, as input: nothing but what the protocol allows may come through.
        private static string ReadId(ReadOnlySpan<char> id)
        {
            var isId = id.Length is > 0 and <= ReportText.MaxId;
            foreach (var character in id)
                isId = isId && (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '+' or '.');
            return isId ? id.ToString() : NoId;
        }
    }

    /// <summary>A notification whose parts are coming. It holds bytes, because a chunk may end within a character.</summary>
    private sealed class Unfinished(string id)
    {
        private readonly ArrayBufferWriter<byte> _title = new();
        private readonly ArrayBufferWriter<byte> _body = new();

        public string Id => id;

        public void Append(Metadata metadata, ReadOnlySpan<char> text)
        {
            if (metadata.Part is "title") Append(_title, MaxTitleBytes, metadata.IsBase64, text);
            else if (metadata.Part is "body") Append(_body, MaxBodyBytes, metadata.IsBase64, text);
        }

        public ScreenSignal.Notified? Finish()
        {
            var title = ReportText.Title(Encoding.UTF8.GetString(_title.WrittenSpan));
            var body = ReportText.Body(Encoding.UTF8.GetString(_body.WrittenSpan));
            return title.Length + body.Length > 0 ? new(title, body) : null;
        }

        private static void Append(ArrayBufferWriter<byte> target, int maxBytes, bool isBase64, ReadOnlySpan<char> text)
        {
            var bytes = isBase64
                ? ReportText.BytesFromBase64(text, maxBytes) ?? []
                : Encoding.UTF8.GetBytes(ReportText.Cut(text, maxBytes).ToString());
            target.Write(bytes.AsSpan(0, Math.Min(bytes.Length, maxBytes - target.WrittenCount)));
        }
    }
}
