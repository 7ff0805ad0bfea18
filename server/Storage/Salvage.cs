using Microsoft.Data.Sqlite;
using Orchestrator.Common;

namespace Orchestrator.Storage;

/// <summary>What was read out of a damaged database.</summary>
internal sealed record Salvaged(int Sessions, int Projects);

/// <summary>
/// Copies out of a damaged database what can still be read: from both ends of each table up to the damage, and what lies
/// between by the names of the sessions, which the events and the folders of their terminals know too. Nothing is changed
/// in the damaged file.
/// </summary>
internal static class Salvage
{
    // What others refer to comes first. Events stay behind: the states hold what they led to.
    private static readonly string[] Tables = ["projects", "sessions", "prompts"];

    public static Salvaged Copy(string path, SqliteConnection into)
    {
        using var from = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        if (Try(from.Open))
        {
            using var transaction = into.BeginTransaction();
            foreach (var table in Tables) CopyTable(from, into, table);
            foreach (var id in SessionsNamedElsewhere(from, Path.Combine(Path.GetDirectoryName(path)!, StateFolder.TerminalFolderName)))
            {
                CopyRows(from, into, "sessions", "WHERE id = $id", ("$id", id));
                CopyRows(from, into, "prompts", "WHERE session_id = $id", ("$id", id));
            }

            transaction.Commit();
        }

        return new Salvaged(Count(into, "sessions"), Count(into, "projects"));
    }

    private static void CopyTable(SqliteConnection from, SqliteConnection into, string table)
    {
        // A scan ends at the first page that cannot be read; the other one comes from behind it.
        CopyRows(from, into, table, "ORDER BY 1");
        CopyRows(from, into, table, "ORDER BY 1 DESC");
    }

    private static void CopyRows(
        SqliteConnection from, SqliteConnection into, string table, string which, params ReadOnlySpan<(string, object?)> parameters)
    {
        // The damaged file may be of an older version: what it lacks keeps its default, or costs the row.
        var columns = Columns(from, table).Intersect(Columns(into, table)).ToList();
        if (columns.Count == 0) return;
        var names = string.Join(", ", columns);
        var values = string.Join(", ", columns.Select((_, index) => $"$v{index}"));
        var rows = new List<object[]>();
        try
        {
            from.Query(
                $"SELECT {names} FROM {table} {which}",
                row =>
                {
                    var cells = new object[columns.Count];
                    row.GetValues(cells);
                    rows.Add(cells);
                    return 0;
                },
                parameters);
        }
        catch (SqliteException)
        {
            // What came before the damage was read.
        }

        foreach (var cells in rows)
        {
            Try(() => into.Execute(
                $"INSERT OR IGNORE INTO {table} ({names}) VALUES ({values})",
                [.. cells.Select((cell, index) => ($"$v{index}", (object?)cell))]));
        }
    }

    private static HashSet<string> SessionsNamedElsewhere(SqliteConnection from, string terminalFolder)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (Directory.Exists(terminalFolder)) ids.UnionWith(Directory.GetDirectories(terminalFolder).Select(folder => Path.GetFileName(folder)));
        foreach (var order in (string[])["ASC", "DESC"])
        {
            Try(() => from.Query($"SELECT DISTINCT session_id FROM events ORDER BY session_id {order}", row => ids.Add(row.GetString(0))));
        }

        return ids;
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        var names = new List<string>();
        Try(() => names.AddRange(connection.Query($"SELECT name FROM pragma_table_info('{table}')", row => row.GetString(0))));
        return names;
    }

    private static int Count(SqliteConnection connection, string table) =>
        Convert.ToInt32(connection.Scalar($"SELECT count(*) FROM {table}"), System.Globalization.CultureInfo.InvariantCulture);

    // Whatever cannot be read or does not fit is what the damage cost.
    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
