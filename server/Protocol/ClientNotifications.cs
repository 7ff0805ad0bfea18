using StreamJsonRpc;

namespace Orchestrator.Protocol;

/// <summary>Names of the notifications the server sends.</summary>
public static class ClientNotifications
{
    public const string SessionsChanged = "sessions/changed";
    public const string SessionEvicted = "session/evicted";
    public const string SessionResync = "session/resync";
    public const string SessionGraded = "session/graded";
    public const string AttentionRequested = "attention/requested";
    public const string AttentionResolved = "attention/resolved";
    public const string TerminalOutput = "terminal/output";
    public const string TerminalResized = "terminal/resized";
    public const string TerminalExited = "terminal/exited";
    public const string LogMessage = "window/logMessage";
    public const string LogTrace = "$/logTrace";
}

/// <summary>
/// The notifications the server sends, as a client would receive them. No code implements it here: the schema is
/// made from it.
/// </summary>
public interface IClientNotifications
{
    /// <summary>Newest values of sessions; every initialised connection gets them, whatever it has revealed.</summary>
    [JsonRpcMethod(ClientNotifications.SessionsChanged)]
    Task OnSessionsChangedAsync(SessionsChangedParams parameters);

    /// <summary>No more content of a session until the next reveal.</summary>
    [JsonRpcMethod(ClientNotifications.SessionEvicted)]
    Task OnSessionEvictedAsync(SessionEvictedParams parameters);

    /// <summary>Replaces the content of a revealed session whose reader fell behind.</summary>
    [JsonRpcMethod(ClientNotifications.SessionResync)]
    Task OnSessionResyncAsync(SessionResyncParams parameters);

    /// <summary>A revealed session is paced from now on, or no longer.</summary>
    [JsonRpcMethod(ClientNotifications.SessionGraded)]
    Task OnSessionGradedAsync(SessionGradedParams parameters);

    /// <summary>An agent wants something; every initialised connection is told each request once, before or with the summary that counts it.</summary>
    [JsonRpcMethod(ClientNotifications.AttentionRequested)]
    Task OnAttentionRequestedAsync(AttentionRequestedParams parameters);

    /// <summary>A request is no longer pending; told once to every connection that knows of it.</summary>
    [JsonRpcMethod(ClientNotifications.AttentionResolved)]
    Task OnAttentionResolvedAsync(AttentionResolvedParams parameters);

    /// <summary>Bytes a session's terminal printed.</summary>
    [JsonRpcMethod(ClientNotifications.TerminalOutput)]
    Task OnTerminalOutputAsync(TerminalOutputParams parameters);

    /// <summary>Another client has set a terminal's size.</summary>
    [JsonRpcMethod(ClientNotifications.TerminalResized)]
    Task OnTerminalResizedAsync(TerminalResizedParams parameters);

    /// <summary>A session's process has ended; follows all its output.</summary>
    [JsonRpcMethod(ClientNotifications.TerminalExited)]
    Task OnTerminalExitedAsync(TerminalExitedParams parameters);

    /// <summary>A sentence for the client's output channel.</summary>
    [JsonRpcMethod(ClientNotifications.LogMessage)]
    Task OnLogMessageAsync(LogMessageParams parameters);

    /// <summary>A line of the trace that <c>$/setTrace</c> asked for.</summary>
    [JsonRpcMethod(ClientNotifications.LogTrace)]
    Task OnLogTraceAsync(LogTraceParams parameters);
}
