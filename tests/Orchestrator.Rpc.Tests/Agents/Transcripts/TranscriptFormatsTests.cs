using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agents;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class TranscriptFormatsTests
{
    // A value of every type, and those of each that are hard to read.
    private static readonly string[] Values =
    [
        "null", "true", "0", "-7", "1.5", "9223372036854775807", "-9223372036854775808", "1e400", "\"\"", "\"text\"", "\"12\"", "\"9999-99-99\"",
        "\"half \\ud83d\"", "\"\\\\\\udc00\"", "[]", "[null,1,\"a\",[],{}]", "[{\"type\":\"text\",\"text\":7}]", "{}", "{\"text\":{}}", "{\"\\ud800\":{\"\\udfff\":1}}",
    ];

    [TestMethod]
    [DataRow("claude", typeof(ClaudeTranscript), false)]
    [DataRow("codex", typeof(CodexTranscript), true)]
    [DataRow("gemini", typeof(GeminiTranscript), false)]
    [DataRow("kimi", typeof(KimiTranscript), false)]
    [DataRow("copilot", typeof(CopilotTranscript), false)]
    [DataRow("qwen", typeof(QwenTranscript), false)]
    [DataRow("amp", null, false)]
    [DataRow("opencode", null, false)]
    public void Format_is_found_by_the_agents_id(string agent, Type? expected, bool endsWithTotals)
    {
        var format = AgentRecords.Of(agent)?.Store?.Format;

        Assert.AreEqual(expected, format?.GetType());
        Assert.AreEqual(endsWithTotals, format?.EndsWithTotals ?? false);
    }

    [TestMethod]
    [DataRow("claude")]
    [DataRow("codex")]
    [DataRow("gemini")]
    [DataRow("kimi")]
    [DataRow("copilot")]
    [DataRow("qwen")]
    public void Line_with_any_member_of_any_type_is_read_without_harm(string agent)
    {
        var format = AgentRecords.Of(agent)!.Store!.Format;
        var reading = TranscriptReading.Nothing;

        foreach (var line in SamplesOf(agent).SelectMany(Changed))
        {
            reading = format.ReadOn(reading, line);

            foreach (var usage in reading.Usage)
                Assert.IsTrue(long.Min(long.Min(usage.Input, usage.CachedInput), long.Min(usage.Output, usage.CacheWrite)) >= 0, line);
            foreach (var text in new[] { reading.Title, reading.FirstPrompt, reading.LastMessage, reading.Turn?.Detail })
                Assert.IsTrue(text is null or { Length: > 0 and <= TranscriptReading.MaxText }, line);
        }
    }

    [TestMethod]
    [DataRow("claude")]
    [DataRow("codex")]
    [DataRow("gemini")]
    [DataRow("kimi")]
    [DataRow("copilot")]
    [DataRow("qwen")]
    public void Reading_survives_being_stored(string agent)
    {
        var format = AgentRecords.Of(agent)!.Store!.Format;
        var reading = format.ReadAll(SamplesOf(agent));

        var stored = JsonSerializer.Serialize(reading);

        Assert.AreEqual(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<TranscriptReading>(stored)));
    }

    [TestMethod]
    public void Text_is_cut_and_shown_on_one_line()
    {
        var line = JsonSerializer.Serialize(new { type = "turn.prompt", origin = new { kind = "user" }, input = $"a\u001b\n\n b{new string('c', 600)}" });

        var prompt = AgentRecords.Of("kimi")!.Store!.Format.ReadAll(line).FirstPrompt!;

        Assert.AreEqual(TranscriptReading.MaxText, prompt.Length);
        StringAssert.StartsWith(prompt, "a bccc", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Half_of_a_character_is_replaced_and_the_rest_of_its_text_kept()
    {
        const string line = """{"type":"turn.prompt","origin":{"kind":"user"},"input":"cut \ud83d\ude00 \ud83d \\ud83d here"}""";

        var prompt = AgentRecords.Of("kimi")!.Store!.Format.ReadAll(line).FirstPrompt!;

        StringAssert.StartsWith(prompt, "cut ", StringComparison.Ordinal);
        StringAssert.EndsWith(prompt, " here", StringComparison.Ordinal);
    }

    private static string[] SamplesOf(string agent) => agent switch
    {
        "claude" => ClaudeTranscriptTests.Samples,
        "codex" => CodexTranscriptTests.Samples,
        "gemini" => GeminiTranscriptTests.Samples,
        "copilot" => CopilotTranscriptTests.Samples,
        "qwen" => QwenTranscriptTests.Samples,
        _ => KimiTranscriptTests.Samples,
    };

    /// <summary>The line itself, and with each member and item, at any depth, replaced by each of the values and left out.</summary>
    private static IEnumerable<string> Changed(string line) =>
        [line, .. Values, .. Places(JsonNode.Parse(line)!).SelectMany(place => Values.Append(null).Select(value => Changed(line, place, value)))];

    private static IEnumerable<string> Places(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value).Prepend("").Select(rest => $"/{member.Key}{rest}")),
        JsonArray items => items.SelectMany((item, index) => Below(item).Prepend("").Select(rest => $"/{index}{rest}")),
        _ => [],
    };

    private static IEnumerable<string> Below(JsonNode? node) => node is null ? [] : Places(node);

    private static string Changed(string line, string place, string? value)
    {
        // Values may be no valid text for a node: they are put in as they are.
        const string mark = "\"«»\"";
        var root = JsonNode.Parse(line)!;
        var steps = place[1..].Split('/');
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray items ? items[int.Parse(step, null)]! : node[step]!);
        if (parent is JsonArray array) array[int.Parse(steps[^1], null)] = "«»";
        else if (value is null) parent.AsObject().Remove(steps[^1]);
        else parent[steps[^1]] = "«»";
        return root.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace(mark, value ?? "null", StringComparison.Ordinal);
    }
}
