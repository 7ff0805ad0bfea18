using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage;

/// <summary>The schema as a list of steps; a database's <c>user_version</c> counts the steps it has seen.</summary>
internal static class Migrations
{
    // Released steps are never edited: a file of any released version must still open.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE projects (
            id TEXT PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            default_agent TEXT,
            created_at TEXT NOT NULL);
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            state TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE events (
            session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (session_id, epoch, seq)) WITHOUT ROWID;
        CREATE TABLE prompts (
            session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
            client_message_id TEXT NOT NULL,
            message_id TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (session_id, client_message_id)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE runs (
            is_clean INTEGER NOT NULL,
            epoch_floor INTEGER NOT NULL,
            probe BLOB);
        """,
        // A prompt is read back when its turn comes. Which ones still wait is told by the session's state alone, so
        // that those of a file without queues count as delivered.
        """
        CREATE UNIQUE INDEX prompts_by_message ON prompts (session_id, message_id);
        """,
        """
        CREATE TABLE enrichments (
            session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
            json TEXT NOT NULL) WITHOUT ROWID;
        """,
    ];

    /// <summary>Asked before anything in the file is touched.</summary>
    /// <exception cref="SchemaTooNewException">A newer version of the program wrote the file.</exception>
    public static void RequireKnown(SqliteConnection connection)
    {
        if (VersionOf(connection) is var version && version > Steps.Length) throw new SchemaTooNewException(version, Steps.Length);
    }

    /// <summary>Brings the file to the newest schema, one transaction a step.</summary>
    public static void Apply(SqliteConnection connection)
    {
        for (var version = VersionOf(connection); version < Steps.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Steps[version]);
            connection.Execute($"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }
    }

    private static int VersionOf(SqliteConnection connection) =>
        Convert.ToInt32(connection.Scalar("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The database was written by a newer version of the program.</summary>
internal sealed class SchemaTooNewException(int found, int known) : Exception(
    $"The state folder was written by a newer version of orchestrator (schema {found}, this one knows {known}). Update orchestrator, or set ORCHESTRATOR_HOME to another folder.");
