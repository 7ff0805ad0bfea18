using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Orchestrator.Protocol;
using Orchestrator.Storage;
using StreamJsonRpc.Protocol;

namespace Orchestrator.Rpc;

/// <summary>
/// The one place where exceptions become errors on the wire. Refusals go out as they are; anything else is a fault
/// of the server, whose text and stack stay in the log.
/// </summary>
internal static partial class ErrorTranslation
{
    /// <summary>The error for an exception that a method threw.</summary>
    public static JsonRpcError.ErrorDetail Translate(Exception exception, string? method, ILogger logger)
    {
        switch (exception)
        {
            case OrchestratorException refusal:
                return Describe(refusal);
            case JsonException unreadable:
                return Describe(new OrchestratorException(ErrorCode.InvalidParams, $"Invalid params of '{method}': {Explain(unreadable)}."));
            case StorageException failure:
                // The storage's health and its writer have logged it.
                return Describe(failure.ToRefusal("Nothing was changed"));
            default:
                var reference = Guid.NewGuid().ToString("N")[..8];
                logger.LogError(exception, "Internal error {Reference} in {Method}", reference, method);
                return new JsonRpcError.ErrorDetail
                {
                    Code = (JsonRpcErrorCode)ErrorCode.InternalError,
                    Message = $"Internal error; the server's log tells more under {reference}.",
                    Data = new ErrorData("internalError", Retryable: false, Reference: reference),
                };
        }
    }

    /// <summary>A refusal as it goes out.</summary>
    public static JsonRpcError.ErrorDetail Describe(OrchestratorException refusal) => new()
    {
        Code = (JsonRpcErrorCode)refusal.Code,
        Message = refusal.Message,
        Data = refusal.Code < 0 ? null : new ErrorData(
            JsonNamingPolicy.CamelCase.ConvertName(refusal.Code.ToString()),
            refusal.IsRetryable,
            SessionId: refusal.SessionId,
            Hint: refusal.Hint),
    };

    // The serializer's sentences name types of this program; clients are told the member.
    private static string Explain(JsonException exception)
    {
        var missing = MissingMembers().Match(exception.Message);
        if (missing.Success) return $"missing {missing.Groups[1].Value.Trim().TrimEnd('.')}";
        var member = exception.Path?.TrimStart('$').TrimStart('.');
        if (string.IsNullOrEmpty(member)) return "a member has a wrong type";
        return exception.Message.StartsWith("expected", StringComparison.Ordinal)
            ? $"'{member}': {exception.Message}"
            : $"'{member}' has a wrong type or is out of range";
    }

    // … was missing required properties including: 'sessionId', 'title'.
    [GeneratedRegex("missing required properties[^:]*:(.*)$")]
    private static partial Regex MissingMembers();
}
