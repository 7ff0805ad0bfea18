using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage;

/// <summary>Reads in the SQLite database of another program, which goes on writing; nothing in it is changed.</summary>
internal sealed class ForeignDatabase : IDisposable
{
    // Its owner comes first; who only looks looks again later.
    private const int LongestLockSeconds = 1;

    private readonly SqliteConnection _connection;

    private ForeignDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file; null when there is none, or none that can be read.</summary>
    public static ForeignDatabase? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = LongestLockSeconds,
        }.ToString());
        try
        {
            connection.Open();
            return new ForeignDatabase(connection);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            return null;
        }
    }

    /// <summary>The rows; null when the database is of another form, is locked or is damaged.</summary>
    public IReadOnlyList<T>? Query<T>(string sql, Func<ForeignRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        try
        {
            return _connection.Query(sql, row => read(new ForeignRow(row)), parameters);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>The first row; the default when there is none, or it cannot be read.</summary>
    public T? First<T>(string sql, Func<ForeignRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Query(sql, read, parameters) is [var first, ..] ? first : default;

    public void Dispose() => _connection.Dispose();
}

/// <summary>A row whose cells can have any type, as SQLite's can: what is not as expected is as if it were missing.</summary>
internal readonly struct ForeignRow(SqliteDataReader row)
{
    public string? Text(int column) => row.GetValue(column) as string;

    public long Count(int column) => row.GetValue(column) switch
    {
        long whole => Math.Max(0, whole),
        double number when number is > 0 and < long.MaxValue / 2 => (long)number,
        _ => 0,
    };

    /// <summary>A time kept as milliseconds since 1970.</summary>
    public DateTimeOffset? Time(int column) =>
        Count(column) is var milliseconds and > 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    public decimal Amount(int column) => row.GetValue(column) switch
    {
        long whole => Math.Max(0, whole),
        double number when number is > 0 and < 1e15 => (decimal)number,
        _ => 0,
    };
}
