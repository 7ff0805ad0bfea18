using System.Collections.Immutable;

namespace Orchestrator.Storage;

/// <summary>
/// What was read of the agents' own records, by session, with how far they were read. Nothing here is a fact of its own:
/// what is missing is read again.
/// </summary>
internal sealed class EnrichmentTable(Database database, DatabaseWriter writer)
{
    /// <summary>All that is stored, by session; read once, before the first write.</summary>
    public ImmutableDictionary<string, string> LoadAll() =>
        database.Connection.Query("SELECT session_id, json FROM enrichments", row => KeyValuePair.Create(row.GetString(0), row.GetString(1)))
            .ToImmutableDictionary();

    /// <summary>Replaces what is stored of a session; a session that is not stored keeps nothing.</summary>
    public Task SaveAsync(string sessionId, string json, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO enrichments (session_id, json) SELECT $id, $json WHERE EXISTS (SELECT 1 FROM sessions WHERE id = $id)
            ON CONFLICT (session_id) DO UPDATE SET json = $json
            """,
            ("$id", sessionId),
            ("$json", json)),
        cancellationToken);
}
