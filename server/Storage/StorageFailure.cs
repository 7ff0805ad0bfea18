using Microsoft.Data.Sqlite;
using Orchestrator.Protocol;
using SQLitePCL;

namespace Orchestrator.Storage;

/// <summary>Why the state folder takes nothing.</summary>
internal enum StorageFailure
{
    /// <summary>Its disk is full.</summary>
    Full,

    /// <summary>It may not be written.</summary>
    ReadOnly,

    /// <summary>Another program holds the database.</summary>
    Locked,

    /// <summary>The database contradicts itself; only the next host can mend that.</summary>
    Damaged,

    /// <summary>The disk reports an error, or is gone.</summary>
    Other,
}

/// <summary>What the system's errors say about the state folder, and how the user is told.</summary>
internal static class StorageFailures
{
    // ENOSPC, EDQUOT and EROFS of Linux and macOS, and what Windows says in their place.
    private static readonly int[] FullErrors = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly int[] ReadOnlyErrors = [30, unchecked((int)0x80070013)];

    /// <summary>What an exception of the database or of a file means; null when the fault is not the storage's.</summary>
    public static StorageFailure? KindOf(Exception exception) => exception switch
    {
        StorageException { InnerException: { } inner } => KindOf(inner),
        SqliteException sqlite => KindOf(sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode),
        UnauthorizedAccessException => StorageFailure.ReadOnly,
        IOException file when FullErrors.Contains(file.HResult) => StorageFailure.Full,
        IOException file when ReadOnlyErrors.Contains(file.HResult) => StorageFailure.ReadOnly,
        IOException => StorageFailure.Other,
        _ => null,
    };

    /// <summary>The cause, as the end of a sentence.</summary>
    public static string Cause(StorageFailure failure, string folder = "the state folder") => failure switch
    {
        StorageFailure.Full => $"the disk of {folder} is full",
        StorageFailure.ReadOnly => $"{folder} cannot be written",
        StorageFailure.Locked => $"another program has locked the database in {folder}",
        StorageFailure.Damaged => $"the database in {folder} is damaged",
        _ => $"the disk of {folder} reports errors",
    };

    /// <summary>What the user can do, as a sentence.</summary>
    public static string WayOut(StorageFailure failure) => failure switch
    {
        StorageFailure.Full => "Free some space; the rest happens by itself.",
        StorageFailure.ReadOnly => "Make it writable for you again; the rest happens by itself.",
        StorageFailure.Locked => "Close the program that reads or copies it; the rest happens by itself.",
        StorageFailure.Damaged => "Let the sessions finish and start the host again: it sets the file aside and keeps what can be read.",
        _ => "Check the disk; it is tried again by itself.",
    };

    private static StorageFailure? KindOf(int code, int extended) => code switch
    {
        raw.SQLITE_FULL => StorageFailure.Full,
        // The pages that SQLite shares between processes could not grow.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_SHMSIZE => StorageFailure.Full,
        raw.SQLITE_READONLY when extended != raw.SQLITE_READONLY_DBMOVED => StorageFailure.ReadOnly,
        raw.SQLITE_PERM => StorageFailure.ReadOnly,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StorageFailure.Locked,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageFailure.Damaged,
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_NOMEM => StorageFailure.Other,
        _ => null,
    };
}

/// <summary>A change was not stored, or the database could not be opened. The message is for the user.</summary>
internal sealed class StorageException : Exception
{
    public StorageException(string what, Exception inner)
        : base(Sentence(what, inner), inner) => Kind = StorageFailures.KindOf(inner);

    /// <summary>What is wrong with the storage; null when the fault lay in the change.</summary>
    public StorageFailure? Kind { get; }

    /// <summary>The refusal of a wish that needed the storage (1701): it may be repeated as it is.</summary>
    /// <param name="what">What did not happen, as a clause.</param>
    /// <param name="sessionId">Session the wish was about.</param>
    public OrchestratorException ToRefusal(string what, string? sessionId = null)
    {
        var kind = Kind ?? StorageFailure.Other;
        return new(ErrorCode.StorageFailed, Kind is null ? $"{what}: it could not be stored." : $"{what}: {StorageFailures.Cause(kind)}.")
        {
            SessionId = sessionId, IsRetryable = true, Hint = StorageFailures.WayOut(kind),
        };
    }

    private static string Sentence(string what, Exception inner) => StorageFailures.KindOf(inner) is { } kind
        ? $"{what}: {StorageFailures.Cause(kind)}. {StorageFailures.WayOut(kind)}"
        : $"{what}: {inner.Message}";
}
