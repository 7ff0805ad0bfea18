using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents.Hooks;

/// <summary>What is kept of the JSON that an agent hands its hook: who and what, and the beginning of texts. Pure.</summary>
internal static class HookLine
{
    /// <summary>Most bytes that are read of what a hook is handed; a tool's whole output can be in it.</summary>
    public const int MaxInputBytes = 8 * 1024 * 1024;

    private const int MaxText = TranscriptReading.MaxText;

    private static readonly string[] Kept =
    [
        "hook_event_name", "session_id", "agent_id", "source", "reason", "error", "prompt", "message", "last_assistant_message",
    ];

    /// <summary>The line for the log; null when the input is nothing that a hook can be handed.</summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> input, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(input);
            return json.RootElement.Text("hook_event_name") is null ? default(ReadOnlyMemory<byte>?) : Write(json.RootElement, now);
        }
        catch (JsonException)
        {
            // Not for us, or cut off.
            return null;
        }
    }

    // {"at":"2026-11-22T03:20:00.0000000Z","hook_event_name":"Stop","session_id":"..","background":1}
    private static ReadOnlyMemory<byte> Write(JsonElement input, DateTimeOffset now)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("at", now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            foreach (var name in Kept)
                if (input.Text(name) is { } text) writer.WriteString(name, text.Length > MaxText ? text[..MaxText] : text);
            if (input.Member("background_tasks").Items().Count() is var tasks and > 0) writer.WriteNumber("background", tasks);
            writer.WriteEndObject();
        }

        return line.WrittenMemory;
    }
}
