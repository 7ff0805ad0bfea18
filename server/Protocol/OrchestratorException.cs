namespace Orchestrator.Protocol;

/// <summary>
/// An expected refusal: what happened, to which object, and what to do. Its message goes to the client as it is.
/// </summary>
public sealed class OrchestratorException(ErrorCode code, string message) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    /// <summary>The session the refusal is about.</summary>
    public string? SessionId { get; init; }

    /// <summary>What the user can do about it, where the message does not say it already.</summary>
    public string? Hint { get; init; }

    /// <summary>True when the same request can succeed later.</summary>
    public bool IsRetryable { get; init; }
}

/// <summary>Typed part of an error on the wire; present for positive codes.</summary>
/// <param name="Kind">Name of the code in lower camel case, such as <c>sessionNotFound</c>.</param>
/// <param name="Retryable">True when the same request can succeed later.</param>
/// <param name="RetryAfterMs">Earliest sensible retry, in milliseconds.</param>
/// <param name="SessionId">The session the error is about.</param>
/// <param name="Hint">What the user can do.</param>
/// <param name="Reference">Names the entry of the server's log that tells more; only with internal errors.</param>
public sealed record ErrorData(
    string Kind,
    bool Retryable,
    int? RetryAfterMs = null,
    string? SessionId = null,
    string? Hint = null,
    string? Reference = null);
