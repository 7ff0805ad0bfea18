using System.Text;
using System.Text.Json;
using Orchestrator.Agents.Hooks;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>What a hook writes of what it is handed.</summary>
[TestClass]
public sealed class HookLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("""{"hook_event_name":"Stop"}""")]
    [DataRow("""  {"hook_event_name":"Stop"}  """)]
    public void Input_is_kept_with_its_time(string input) =>
        Assert.AreEqual("""{"at":"2026-11-22T12:00:00.0000000Z","input":{"hook_event_name":"Stop"}}""", Line(input));

    [TestMethod]
    public void Input_of_several_lines_is_one_line_that_says_the_same()
    {
        var line = Line("{\r\n  \"prompt\":\n  \"a\\nb\"\n}\n")!;

        Assert.DoesNotContain('\n', line);
        using var json = JsonDocument.Parse(line);
        Assert.AreEqual("a\nb", json.RootElement.GetProperty("input").GetProperty("prompt").GetString());
    }

    [TestMethod]
    [TestCategory("AGT-12")]
    [DataRow("")]
    [DataRow("no json")]
    [DataRow("[]")]
    [DataRow("{")]
    [DataRow("7")]
    public void What_no_agent_hands_a_hook_is_no_line(string input) => Assert.IsNull(Line(input));

    [TestMethod]
    [TestCategory("AGT-12")]
    public void More_than_any_prompt_has_is_no_line() => Assert.IsNull(Line("{" + new string(' ', HookLine.MaxInputBytes) + "}"));

    private static string? Line(string input) =>
        HookLine.Of(Encoding.UTF8.GetBytes(input), Noon) is { } line ? Encoding.UTF8.GetString(line) : null;
}
