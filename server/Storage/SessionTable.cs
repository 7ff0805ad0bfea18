using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage;

/// <summary>A session's stored state and the fact that led to it. The layer that owns the JSON knows its form.</summary>
/// <param name="SessionId">Session the change is about.</param>
/// <param name="Epoch">Series the event is numbered in.</param>
/// <param name="Seq">Number of the event in its series.</param>
/// <param name="EventJson">The fact.</param>
/// <param name="StateJson">The state after it.</param>
internal sealed record SessionChange(string SessionId, long Epoch, long Seq, string EventJson, string StateJson);

/// <summary>A prompt a session has accepted.</summary>
/// <param name="SessionId">Session it was written for.</param>
/// <param name="ClientMessageId">The client's id, unique within the session; empty for the prompt it was created with.</param>
/// <param name="MessageId">The server's id.</param>
/// <param name="Text">The prompt.</param>
internal sealed record StoredPrompt(string SessionId, string ClientMessageId, string MessageId, string Text);

/// <summary>Sessions, their events and their prompts in the database.</summary>
internal sealed class SessionTable(Database database, DatabaseWriter writer)
{
    /// <summary>Events kept of a session; the state holds what older ones led to.</summary>
    public const int EventsKept = 1000;

    /// <summary>Least epoch of a session's events to come: none below it is continued.</summary>
    public long EpochFloor => database.EpochFloor;

    /// <summary>Every stored session with its state; read once, before the first write.</summary>
    public List<(string SessionId, string StateJson)> LoadAll() =>
        database.Connection.Query("SELECT id, state FROM sessions", row => (row.GetString(0), row.GetString(1)));

    /// <summary>Stores states and the events that led to them, and a prompt where there is one, all in one commit.</summary>
    public Task AppendAsync(IReadOnlyList<SessionChange> changes, CancellationToken cancellationToken, StoredPrompt? prompt = null) =>
        writer.WriteAsync(
            connection =>
            {
                foreach (var change in changes)
                {
                    connection.Execute(
                        "INSERT INTO sessions (id, state) VALUES ($id, $state) ON CONFLICT (id) DO UPDATE SET state = $state",
                        ("$id", change.SessionId),
                        ("$state", change.StateJson));
                    connection.Execute(
                        "INSERT INTO events (session_id, epoch, seq, json) VALUES ($id, $epoch, $seq, $json)",
                        ("$id", change.SessionId),
                        ("$epoch", change.Epoch),
                        ("$seq", change.Seq),
                        ("$json", change.EventJson));
                    connection.Execute(
                        "DELETE FROM events WHERE session_id = $id AND epoch = $epoch AND seq <= $seq",
                        ("$id", change.SessionId),
                        ("$epoch", change.Epoch),
                        ("$seq", change.Seq - EventsKept));
                }

                // Behind the sessions: a prompt can be stored together with the session it belongs to.
                if (prompt is not null) Insert(connection, prompt);
            },
            cancellationToken);

    /// <summary>The prompt that a session took under this client id; null when it took none.</summary>
    public Task<StoredPrompt?> FindPromptAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection => connection.Query(
                "SELECT message_id, text FROM prompts WHERE session_id = $id AND client_message_id = $client",
                row => new StoredPrompt(sessionId, clientMessageId, row.GetString(0), row.GetString(1)),
                ("$id", sessionId),
                ("$client", clientMessageId)).SingleOrDefault(),
            cancellationToken);

    /// <summary>The text of a prompt that a session took; null when it took none under this id.</summary>
    public Task<string?> FindPromptTextAsync(string sessionId, string messageId, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection => (string?)connection.Scalar(
                "SELECT text FROM prompts WHERE session_id = $id AND message_id = $message", ("$id", sessionId), ("$message", messageId)),
            cancellationToken);

    /// <summary>
    /// The client ids and texts of a session's prompts, in the order asked for; a text is null when it would bring all
    /// of them over <paramref name="roomBytes"/> of UTF-8.
    /// </summary>
    public Task<List<(string MessageId, string ClientMessageId, string? Text)>> ReadPromptsAsync(
        string sessionId, IEnumerable<string> messageIds, long roomBytes, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection =>
            {
                var prompts = new List<(string, string, string?)>();
                foreach (var messageId in messageIds)
                {
                    // The length is asked for first, so that a text that is left out is never read.
                    var found = connection.Query(
                        """
                        SELECT client_message_id, length(CAST(text AS BLOB)), CASE WHEN length(CAST(text AS BLOB)) <= $room THEN text END
                        FROM prompts WHERE session_id = $id AND message_id = $message
                        """,
                        row => (ClientId: row.GetString(0), Bytes: row.GetInt64(1), Text: row.IsDBNull(2) ? null : row.GetString(2)),
                        ("$room", roomBytes),
                        ("$id", sessionId),
                        ("$message", messageId));
                    foreach (var (clientId, bytes, text) in found)
                    {
                        if (text is not null) roomBytes -= bytes;
                        prompts.Add((messageId, clientId, text));
                    }
                }

                return prompts;
            },
            cancellationToken);

    /// <summary>Forgets a session with all its events and prompts.</summary>
    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection => connection.Execute("DELETE FROM sessions WHERE id = $id", ("$id", sessionId)), cancellationToken);

    private static void Insert(SqliteConnection connection, StoredPrompt prompt) => connection.Execute(
        "INSERT INTO prompts (session_id, client_message_id, message_id, text) VALUES ($id, $client, $message, $text)",
        ("$id", prompt.SessionId),
        ("$client", prompt.ClientMessageId),
        ("$message", prompt.MessageId),
        ("$text", prompt.Text));
}
