using Microsoft.Extensions.Logging;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Orchestrator.Rpc;

/// <summary>The RPC library's connection, with this server's errors and its bound on open requests.</summary>
internal sealed class ClientRpc(
    IJsonRpcMessageHandler handler,
    ConnectionLifecycle lifecycle,
    RequestBudget budget,
    Action<string, TimeSpan> onHandled,
    TimeProvider time,
    ILogger logger)
    : JsonRpc(handler)
{
    /// <summary>Serves the methods that the interface <typeparamref name="T"/> names.</summary>
    public void Serve<T>(T target)
        where T : class =>
        AddLocalRpcTarget(typeof(T), target, new JsonRpcTargetOptions { AllowNonPublicInvocation = false, NotifyClientOfEvents = false });

    protected override async ValueTask<JsonRpcMessage> DispatchRequestAsync(
        JsonRpcRequest request, TargetMethod targetMethod, CancellationToken cancellationToken)
    {
        // Nothing is awaited before the call: methods are entered in the order their messages came in.
        var begun = time.GetTimestamp();
        var answer = await base.DispatchRequestAsync(request, targetMethod, cancellationToken);
        onHandled(request.Method!, time.GetElapsedTime(begun));
        return answer;
    }

    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        if (request.Method == "initialize") lifecycle.Reopen();
        return ErrorTranslation.Translate(exception, request.Method, logger);
    }

    protected override void OnResponseSent(JsonRpcMessage response)
    {
        budget.Leave();
        base.OnResponseSent(response);
    }
}
