using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Hooks;

/// <summary>
/// The dialogs of Claude Code that its hook <c>PermissionRequest</c> answers. The dialog is shown while the hook runs, and
/// whichever is answered first counts; the hook is not told when that was the dialog.
/// </summary>
internal sealed class ClaudeAsks : IAgentAsks
{
    /// <summary>The event of the hook.</summary>
    public const string Event = "PermissionRequest";

    private const string QuestionTool = "AskUserQuestion";

    // Its first choice is a wider permission mode, which is for the person at the terminal to take.
    private const string PlanTool = "ExitPlanMode";

    // The model's own words on what it does: what is allowed is the rest.
    private const string Words = "description";

    // What a tool is used on, whichever of them it has.
    private static readonly ImmutableArray<string> Objects = ["command", "file_path", "notebook_path", "url", "query", "pattern", "path"];

    // {"hook_event_name":"PermissionRequest","tool_name":"Bash","tool_input":{"command":"touch x","description":"Make x"}}
    public AgentAsk? Read(JsonElement input)
    {
        var (tool, arguments) = (input.Text("tool_name"), input.Member("tool_input"));
        if (input.Text("hook_event_name") != Event || string.IsNullOrEmpty(tool) || tool == PlanTool) return null;
        return tool == QuestionTool ? Question(input, arguments) : Approval(input, tool, arguments);
    }

    // {"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":".."}}}
    public string Reply(AgentAsk ask, AgentAnswer answer) => Json(writer =>
    {
        writer.WriteStartObject("hookSpecificOutput");
        writer.WriteString("hookEventName", Event);
        writer.WriteStartObject("decision");
        writer.WriteString("behavior", answer.IsAllowed ? "allow" : "deny");
        if (!answer.IsAllowed && answer.Note is { } note) writer.WriteString("message", note);
        if (ask.Kind == AttentionKind.Question) WriteAnswers(writer, ask, answer.Answers);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static AgentAsk Approval(JsonElement input, string tool, JsonElement arguments)
    {
        var of = Objects.FirstOrDefault(name => arguments.Text(name) is { Length: > 0 });
        var more = arguments.ValueKind is JsonValueKind.Object
            ? arguments.EnumerateObject().Where(member => member.Name != of && member.Name != Words).Select(member => $"{member.Name}: {member.Value.AsText() ?? member.Value.GetRawText()}")
            : [];
        return new AgentAsk(
            AttentionKind.Approval, of is null ? tool : $"{tool}: {arguments.Text(of)}", string.Join('\n', more) is { Length: > 0 } text ? text : null, [], input);
    }

    // {"questions":[{"question":"Which?","header":"Colour","multiSelect":false,"options":[{"label":"Red","description":".."}]}]}
    private static AgentAsk? Question(JsonElement input, JsonElement arguments)
    {
        var questions = arguments.Member("questions").Items().Select(Question).ToImmutableArray();
        // An answer names its question by the text.
        if (questions.IsEmpty || questions.Any(question => question.Text.Length == 0) || questions.DistinctBy(question => question.Text).Count() < questions.Length) return null;
        return new AgentAsk(AttentionKind.Question, string.Join('\n', questions.Select(question => question.Text)), More: null, questions, input);
    }

    private static AttentionQuestion Question(JsonElement question) => new(
        question.Text("question") ?? "",
        [.. question.Member("options").Items().Select(option => new AttentionChoice(option.Text("label") ?? "", option.Text("description"))).Where(choice => choice.Label.Length > 0)],
        question.Text("header"),
        question.IsTrue("multiSelect") ? true : null);

    // What it asked, with an answer to each question: {"questions":[..],"answers":{"Which?":"Red"}}
    private static void WriteAnswers(Utf8JsonWriter writer, AgentAsk ask, ImmutableArray<string> answers)
    {
        var arguments = ask.Input.Member("tool_input");
        writer.WriteStartObject("updatedInput");
        foreach (var member in arguments.EnumerateObject().Where(member => member.Name != "answers")) member.WriteTo(writer);
        writer.WriteStartObject("answers");
        foreach (var (question, answer) in ask.Questions.Zip(answers)) writer.WriteString(question.Text, answer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
