namespace Orchestrator.Agents.Hooks;

/// <summary>
/// A hook that waits for the answer to what its agent asks. It answers that and nothing else, whatever stands on the screen by
/// then. Any thread may call.
/// </summary>
/// <param name="id">Identifies it for ever.</param>
/// <param name="ask">What is asked.</param>
/// <param name="at">When it was asked.</param>
internal sealed class OpenAsk(string id, AgentAsk ask, DateTimeOffset at)
{
    private readonly TaskCompletionSource<string?> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _isTaken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public AgentAsk Ask => ask;

    public DateTimeOffset At => at;

    /// <summary>What the hook is to say; null for nothing, which leaves the agent to its own dialog.</summary>
    public Task<string?> Reply => _reply.Task;

    /// <summary>Has the hook say this; false when it has gone, or was given another reply before.</summary>
    public async Task<bool> AnswerAsync(string reply) => _reply.TrySetResult(reply) && await _isTaken.Task;

    /// <summary>Lets the hook go without a word.</summary>
    public void Release() => _reply.TrySetResult(null);

    /// <summary>The hook is gone.</summary>
    /// <param name="hasReply">True when it took its reply.</param>
    public void End(bool hasReply)
    {
        _isTaken.TrySetResult(hasReply);
        Release();
    }
}
