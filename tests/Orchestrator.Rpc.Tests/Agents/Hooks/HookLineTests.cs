using System.Text;
using Orchestrator.Agents.Hooks;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>What of a hook's input is kept.</summary>
[TestClass]
public sealed class HookLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void What_is_read_later_is_kept_and_the_rest_is_not() => Assert.AreEqual(
        """{"at":"2026-11-22T12:00:00.0000000Z","hook_event_name":"Stop","session_id":"s","last_assistant_message":"bye","background":2}""",
        Line("""{"session_id":"s","transcript_path":"/x","hook_event_name":"Stop","last_assistant_message":"bye","tool_input":{"a":1},"background_tasks":[{},{}],"stop_hook_active":false}"""));

    [TestMethod]
    public void Long_text_is_cut_and_no_line_has_an_end_in_it()
    {
        var line = Line($$"""{"hook_event_name":"UserPromptSubmit","prompt":"a\nb{{new string('x', 10_000)}}"}""")!;

        Assert.IsLessThan(700, line.Length);
        Assert.DoesNotContain('\n', line);
    }

    [TestMethod]
    [TestCategory("AGT-12")]
    [DataRow("")]
    [DataRow("no json")]
    [DataRow("[]")]
    [DataRow("7")]
    [DataRow("{}")]
    [DataRow("""{"hook_event_name":7}""")]
    [DataRow("""{"hook_event_name":"Stop" """)]
    public void What_no_agent_hands_a_hook_is_no_line(string input) => Assert.IsNull(Line(input));

    private static string? Line(string input) =>
        HookLine.Of(Encoding.UTF8.GetBytes(input), Noon) is { } line ? Encoding.UTF8.GetString(line.Span) : null;
}
