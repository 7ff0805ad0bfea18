using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Attention;

/// <summary>What a request was made of; a session has at most one of each pending.</summary>
internal enum RequestSource
{
    /// <summary>The program reported that it is blocked.</summary>
    Status,

    /// <summary>The program rang or asked to show something to the user.</summary>
    Terminal,

    /// <summary>The agent's transcript, or its window's title, says that it waits.</summary>
    Reading,

    /// <summary>The program shows a dialog that is known by its screen alone.</summary>
    Dialog,

    /// <summary>The agent's own API told of a dialog.</summary>
    Api,

    /// <summary>A hook of the agent's waits for the answer.</summary>
    Hook,
}

/// <summary>Something a session's agent wants from a person, until that is resolved. Stored with the session.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">One line.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Source">What it was made of.</param>
/// <param name="Position">Where its report stands in what the program printed: tells this block from the next one that says the same.</param>
/// <param name="Body">More about it.</param>
/// <param name="Options">The decisions it takes; none when it can be answered in the terminal only.</param>
/// <param name="DialogId">The agent's own id of the dialog that the request is, or the id of the hook that waits; null where there is none.</param>
/// <param name="Questions">The questions that an answer answers; none in other requests.</param>
internal sealed record PendingRequest(
    string RequestId,
    AttentionKind Kind,
    string Title,
    DateTimeOffset CreatedAt,
    RequestSource Source,
    long Position,
    string? Body = null,
    ImmutableArray<AttentionOption> Options = default,
    string? DialogId = null,
    ImmutableArray<AttentionQuestion> Questions = default)
{
    /// <summary>The decisions it takes; none when it can be answered in the terminal only.</summary>
    public ImmutableArray<AttentionOption> Options { get; init; } = Options.IsDefault ? [] : Options;

    /// <summary>The questions that an answer answers; none in other requests.</summary>
    public ImmutableArray<AttentionQuestion> Questions { get; init; } = Questions.IsDefault ? [] : Questions;

    /// <summary>
    /// Number of the connection that notifies its user of it; null for none. Not stored: a request that outlives its
    /// host notifies nobody again.
    /// </summary>
    [JsonIgnore]
    public long? Notifier { get; init; }

    /// <summary>The request as clients see it.</summary>
    public AttentionRequest ToWire(string sessionId) =>
        new(RequestId, sessionId, Kind, Title, CreatedAt, Body, Options.IsEmpty ? null : Options, ExpiresAt: null, Questions.IsEmpty ? null : Questions);
}

/// <summary>A request that is over; the last ones are kept so that their outcome can be told.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">Name of the client that answered it.</param>
/// <param name="DialogId">The agent's own id of the dialog that the request was, or the id of the hook that waited.</param>
/// <param name="Position">Where the report of its dialog stands; null where none told of it.</param>
internal sealed record ResolvedRequest(string RequestId, AttentionOutcome Outcome, string? By = null, string? DialogId = null, long? Position = null);
