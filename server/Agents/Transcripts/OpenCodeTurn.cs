using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Agents.Transcripts;

/// <summary>What OpenCode's database says of the turn: it is in the newest message. A dialog that is open is not in it.</summary>
internal static class OpenCodeTurn
{
    private const int TooManyRequests = 429;

    // A tool that its user refuses ends the turn, and so does a question that is not answered. A refusal with a reason does not.
    // {"type":"tool","tool":"bash","state":{"status":"error","error":"The user rejected permission to use this specific tool call."}}
    private const string RejectedPermission = "The user rejected permission to use this specific tool call.";
    private const string DismissedQuestion = "The user dismissed this question";

    // {"role":"assistant","time":{"created":1795317619652,"completed":1795317628329},"finish":"stop"}
    // {"role":"assistant","error":{"name":"APIError","data":{"message":"..","statusCode":429}},"time":{"created":..}}
    public static TranscriptTurn? Read(ForeignDatabase database, string id) => database.First(
        """
        SELECT
            json_extract(data, '$.role'),
            json_extract(data, '$.time.created'),
            json_extract(data, '$.time.completed'),
            json_extract(data, '$.finish'),
            json_extract(data, '$.error.name'),
            json_extract(data, '$.error.data.message'),
            json_extract(data, '$.error.data.statusCode'),
            EXISTS (SELECT 1 FROM part WHERE message_id = message.id AND json_extract(part.data, '$.state.error') IN ($rejected, $dismissed))
        FROM message WHERE session_id = $id ORDER BY time_created DESC, id DESC LIMIT 1
        """,
        row => Of(row.Text(0), row.Time(1), row.Time(2), row.Text(3), row.Text(4), row.Text(5), row.Count(6), row.Count(7) > 0),
        ("$id", id),
        ("$rejected", RejectedPermission),
        ("$dismissed", DismissedQuestion));

    private static TranscriptTurn? Of(
        string? role, DateTimeOffset? created, DateTimeOffset? completed, string? finish, string? error, string? message, long code, bool isRefused) => (role, error) switch
    {
        ("user", _) => new(SessionActivity.Working, created),
        ("assistant", "MessageAbortedError") => new(SessionActivity.Idle, completed ?? created),
        ("assistant", not null) => new(
            code == TooManyRequests ? SessionActivity.Limited : SessionActivity.Failing, completed ?? created, TranscriptText.Shown(message ?? error)),
        ("assistant", null) when isRefused && completed is not null => new(SessionActivity.Idle, completed),
        // The next message follows the results of its tools.
        ("assistant", null) when completed is null || finish == "tool-calls" => new(SessionActivity.Working, created),
        ("assistant", null) => new(SessionActivity.Idle, completed),
        _ => null,
    };
}
