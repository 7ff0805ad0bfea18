using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Hooks;

/// <summary>
/// The hooks of Claude Code: given as settings of one start, so that no file of the user's is touched, and called with JSON
/// on their standard input.
/// </summary>
internal sealed class ClaudeHooks : IAgentHooks
{
    private const string SettingsFlag = "--settings";

    // Each of the others is called many times a turn, and the agent waits for it.
    private static readonly ImmutableArray<string> Events = ["SessionStart", "UserPromptSubmit", "Stop", "StopFailure", "SessionEnd"];

    // It runs as long as its dialog stands; what is answered in the dialog ends it by the host.
    private const int LongestAskSeconds = 7 * 24 * 60 * 60;

    private const int LongestSeconds = 5;

    public bool EndsWithTotals => false;

    public IAgentAsks Asks { get; } = new ClaudeAsks();

    /// <summary>Adds the settings; beside settings of the user's own nothing is added, as the last ones would hide the others.</summary>
    public AgentCommand Inject(AgentCommand command, HookPlace place)
    {
        if (command.Arguments.Any(argument => argument == SettingsFlag || argument.StartsWith(SettingsFlag + "=", StringComparison.Ordinal))) return command;
        return command with { Arguments = [SettingsFlag, Settings(place), .. command.Arguments] };
    }

    public bool MayMatter(ReadOnlySpan<byte> line) => true;

    // {"at":"2026-11-22T03:20:00.0000000Z","input":{"hook_event_name":"Stop","session_id":"..","background_tasks":[]}}
    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var input = line.Member("input");
        // A subagent's turn is not its parent's.
        if (input.Has("agent_id")) return before;
        var reading = before with { NativeSessionId = input.Text("session_id") ?? before.NativeSessionId };
        var at = line.Time("at");
        return input.Text("hook_event_name") switch
        {
            "UserPromptSubmit" => reading.WithPrompt(input.Text("prompt"), at).WithTurn(SessionActivity.Working, at),
            "Stop" => reading.WithTurn(input.Member("background_tasks").Items().Any() ? SessionActivity.Working : SessionActivity.Idle, at),
            "StopFailure" => reading.WithTurn(
                input.Text("error") == "rate_limit" ? SessionActivity.Limited : SessionActivity.Failing,
                at,
                input.Text("last_assistant_message") ?? input.Text("error")),
            _ => reading,
        };
    }

    // {"hooks":{"Stop":[{"hooks":[{"type":"command","command":"..","timeout":5}]}],..}}
    private static string Settings(HookPlace place)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("hooks");
            foreach (var name in Events) WriteHook(writer, name, place.ShellCommand, LongestSeconds);
            WriteHook(writer, ClaudeAsks.Event, place.ShellCommandThatAsks, LongestAskSeconds);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }

    private static void WriteHook(Utf8JsonWriter writer, string name, string command, int seconds)
    {
        writer.WriteStartArray(name);
        writer.WriteStartObject();
        writer.WriteStartArray("hooks");
        writer.WriteStartObject();
        writer.WriteString("type", "command");
        writer.WriteString("command", command);
        writer.WriteNumber("timeout", seconds);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
