using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Hooks;

/// <summary>A plugin of OpenCode that tells its events: given in the environment of one start, beside what the user has there.</summary>
internal sealed class OpenCodeHooks : IAgentHooks
{
    /// <summary>Name of the plugin, a file in the folder of hooks.</summary>
    public const string PluginName = "opencode-plugin.js";

    private const int TooManyRequests = 429;
    private const string Configuration = "OPENCODE_CONFIG_CONTENT";

    public bool EndsWithTotals => false;

    /// <summary>Adds the plugin to the configuration; one of the user's that cannot be read is left as it is, without it.</summary>
    public AgentCommand Inject(AgentCommand command, HookPlace place, IReadOnlyDictionary<string, string> environment)
    {
        var plugin = Path.Combine(place.Folder, PluginName);
        if (WithPlugin(environment.GetValueOrDefault(Configuration), new Uri(plugin).AbsoluteUri) is not { } configuration) return command;
        return command with { StartEnvironment = command.StartEnvironment.SetItem(Configuration, configuration).SetItem("ORCHESTRATOR_HOOK_LOG", place.Log) };
    }

    public bool MayMatter(ReadOnlySpan<byte> line) => true;

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        if (line.Text("id") is not { } id) return before;
        var reading = before with { NativeSessionId = id };
        var at = line.Time("at");
        return line.Text("type") switch
        {
            "session.status" => ReadStatus(reading, line, at),
            "permission.asked" => reading.WithTurn(SessionActivity.NeedsApproval, at, line.Text("message")),
            "question.asked" => reading.WithTurn(SessionActivity.NeedsAnswer, at, line.Text("message")),
            "permission.replied" or "question.replied" or "question.rejected" => reading.WithTurn(SessionActivity.Working, at),
            "session.idle" => IsFailed(reading) ? reading : reading.WithTurn(SessionActivity.Idle, at),
            "session.error" => ReadError(reading, line, at),
            _ => reading,
        };
    }

    private static TranscriptReading ReadStatus(TranscriptReading reading, JsonElement line, DateTimeOffset? at) => line.Text("status") switch
    {
        // It says so again and again while it works.
        "busy" when reading.Turn?.Activity is SessionActivity.Working or SessionActivity.NeedsApproval or SessionActivity.NeedsAnswer => reading,
        "busy" => reading.WithTurn(SessionActivity.Working, at),
        "retry" => reading.WithTurn(SessionActivity.Limited, at, line.Text("message"), line.TimeFromMilliseconds("next")),
        "idle" when !IsFailed(reading) => reading.WithTurn(SessionActivity.Idle, at),
        _ => reading,
    };

    private static TranscriptReading ReadError(TranscriptReading reading, JsonElement line, DateTimeOffset? at) => line.Text("error") switch
    {
        "MessageAbortedError" => reading.WithTurn(SessionActivity.Idle, at),
        var name => reading.WithTurn(
            line.Count("code") == TooManyRequests ? SessionActivity.Limited : SessionActivity.Failing, at, line.Text("message") ?? name),
    };

    // That a turn is over, which comes behind its failure, does not mend it.
    private static bool IsFailed(TranscriptReading reading) => reading.Turn?.Activity == SessionActivity.Failing;

    private static string? WithPlugin(string? configuration, string plugin)
    {
        try
        {
            var json = configuration is { Length: > 0 } ? JsonNode.Parse(configuration) as JsonObject : new JsonObject();
            if (json is null || (json["plugin"] is { } present && present is not JsonArray)) return null;
            var plugins = json["plugin"] as JsonArray ?? [];
            json["plugin"] = new JsonArray([.. plugins.Select(each => each?.DeepClone()), plugin]);
            return json.ToJsonString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // It may have comments, or a member twice: OpenCode reads it, and so it stays.
            return null;
        }
    }
}
