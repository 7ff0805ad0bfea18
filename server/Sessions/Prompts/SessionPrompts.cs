using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Storage;

namespace Orchestrator.Sessions.Prompts;

/// <summary>
/// The prompts of one session: takes them, and has them typed one after the other. That one is about to be typed is
/// stored before its first byte, so that a crash leaves it either waiting or known as uncertain, and none is typed
/// twice. Only the session's loop calls, except for reading.
/// </summary>
internal sealed class SessionPrompts : IAsyncDisposable
{
    /// <summary>Most bytes of text in one answer to <c>session/queue</c>.</summary>
    public const int MaxQueueTextBytes = 64 * 1024;

    // No client can choose this one: theirs have a character at least.
    private const string IdOfFirstPrompt = "";

    private readonly SessionSurroundings _surroundings;
    private readonly Func<SessionState> _state;
    private readonly CommitFacts _commitAsync;
    private readonly Action<SessionCommand> _report;
    private readonly Action<Exception> _onFault;
    private readonly SessionTerminal _terminal;
    private readonly SessionAgent _agent;
    private readonly PromptTypist _typist;
    private bool _isStartLeft = true;

    public SessionPrompts(
        SessionTerminal terminal,
        SessionAgent agent,
        SessionSurroundings surroundings,
        Func<SessionState> state,
        CommitFacts commitAsync,
        Action<SessionCommand> report,
        Action<Exception> onFault)
    {
        _surroundings = surroundings;
        _state = state;
        _commitAsync = commitAsync;
        _report = report;
        _onFault = onFault;
        _terminal = terminal;
        _agent = agent;
        _typist = new PromptTypist(terminal, agent.InterruptAsync, surroundings.Time, report, onFault);
    }

    /// <summary>
    /// The prompt that a new session was created with, when its agent takes none on its command line: one like any
    /// other, which waits from the creation on. Null when there is none to type.
    /// </summary>
    public (PromptAccepted Fact, StoredPrompt Prompt)? FirstOf(SessionCreated created)
    {
        if (created.Launch.Prompt is not { } text || _agent.Definition is { Prompt.IsArgument: true }) return null;
        var prompt = new StoredPrompt(created.Id, IdOfFirstPrompt, NewMessageId(), text);
        return (PromptQueue.Accept(prompt.MessageId, text, SendMode.Queue, created.At), prompt);
    }

    /// <summary>Takes a prompt; its result follows the storing.</summary>
    /// <exception cref="OrchestratorException">It is refused; nothing was stored.</exception>
    public async Task SendAsync(Send send)
    {
        // Asked first: a repeated request gets the answer of the first one, whatever has become of the session since.
        var id = _state().Id;
        if (await _surroundings.Store.FindPromptAsync(id, send.ClientMessageId, CancellationToken.None) is { } earlier)
        {
            SessionRules.RequireSamePrompt(_state(), send, earlier.Text);
            send.Result = new SessionSendResult(SendReceipt.Duplicate, earlier.MessageId);
            return;
        }

        SessionRules.RequireSendable(_state(), _agent.ResumeRefusal);
        var prompt = new StoredPrompt(id, send.ClientMessageId, NewMessageId(), send.Text);
        await _commitAsync([PromptQueue.Accept(prompt.MessageId, send.Text, send.Mode, Now)], isReport: false, prompt);
        if (send.Mode == SendMode.Interrupt) _typist.Interrupt();
        send.Result = PromptQueue.Receipt(_state(), prompt.MessageId);
    }

    /// <summary>Takes a prompt that no client counts, such as the one a session is resumed with.</summary>
    public Task AcceptAsync(string text)
    {
        var messageId = NewMessageId();
        var prompt = new StoredPrompt(_state().Id, messageId, messageId, text);
        return _commitAsync([PromptQueue.Accept(messageId, text, SendMode.Queue, Now)], isReport: false, prompt);
    }

    /// <summary>
    /// Interrupts the agent's turn: at once, or, while a prompt is being typed, right behind its return. False when the
    /// program takes no input.
    /// </summary>
    public async Task<bool> InterruptAsync()
    {
        if (!_state().Queue.Any(prompt => prompt.IsDelivering)) return await _agent.InterruptAsync();
        _typist.Interrupt();
        return true;
    }

    /// <summary>
    /// Presses the return of a delivered prompt once more: a program that read it together with the text has taken it for a
    /// part of that. Not where the agent has begun anything since, nor where a person has typed behind the prompt.
    /// </summary>
    public void PressReturnAgain(string messageId)
    {
        var state = _state();
        if (!PromptConfirmation.IsAwaited(state) || state.Delivered[^1] is not { } prompt || prompt.MessageId != messageId) return;
        if (!(_terminal.TypedAt >= prompt.BeganAt)) _typist.PressReturn();
    }

    /// <summary>Takes a waiting prompt out of the queue.</summary>
    /// <exception cref="OrchestratorException">It does not wait.</exception>
    public async Task UnqueueAsync(string messageId)
    {
        var isKnown = await _surroundings.Store.FindPromptTextAsync(_state().Id, messageId, CancellationToken.None) is not null;
        await _commitAsync([PromptQueue.Unqueue(_state(), messageId, isKnown, Now)], isReport: false);
    }

    /// <summary>The queue as clients see it. Any thread may call; waits for the store, never for the session.</summary>
    public async Task<SessionQueueResult> ReadAsync(CancellationToken cancellationToken)
    {
        var state = _state();
        var stored = await _surroundings.Store.ReadPromptsAsync(
            state.Id, state.Queue.Select(prompt => prompt.MessageId), MaxQueueTextBytes, cancellationToken);
        var byId = stored.ToDictionary(prompt => prompt.MessageId);
        return new SessionQueueResult([.. state.Queue.Select(prompt =>
        {
            var (_, clientId, text) = byId.GetValueOrDefault(prompt.MessageId);
            return new QueuedMessage(
                prompt.MessageId,
                prompt.Preview,
                prompt.AcceptedAt,
                prompt.IsDelivering ? QueuedMessageState.Delivering : QueuedMessageState.Waiting,
                prompt.Mode,
                clientId == IdOfFirstPrompt || clientId == prompt.MessageId ? null : clientId,
                text);
        })], [.. state.Delivered.Where(prompt => prompt.MessageId != "").Select(prompt => new DeliveredMessage(prompt.MessageId, prompt.State))]);
    }

    /// <summary>A program is up: what waits is typed once it is ready.</summary>
    /// <param name="isClear">False while what is typed could go into something else. Any thread may call.</param>
    public void BeginDelivery(Func<bool> isClear) => _typist.Begin(_agent.Definition is { HasProgram: true }, isClear);

    /// <summary>The program is gone: what waits goes on waiting.</summary>
    public void EndDelivery() => _typist.End();

    /// <summary>Asks for the next delivery when its time has come. Called after everything that may have changed that.</summary>
    public void DeliverWhenDue()
    {
        if (!LeaveStart()) return;
        if (_typist.IsReady && PromptQueue.Next(_state()) is not null) _report(new DeliverNext());
    }

    /// <summary>Begins to type the prompt whose turn it is, if there is one and the program takes it.</summary>
    public async Task DeliverNextAsync()
    {
        if (!LeaveStart() || !_typist.IsReady || PromptQueue.Next(_state()) is not { MessageId: var messageId }) return;
        try
        {
            var text = await _surroundings.Store.FindPromptTextAsync(_state().Id, messageId, CancellationToken.None)
                ?? throw new InvalidOperationException($"The text of prompt {messageId} is not stored.");
            await _commitAsync([new PromptDeliveryBegan(Now, messageId)], isReport: false);
            _typist.Type(messageId, text);
        }
        catch (StorageException exception)
        {
            // Nothing was typed, and it still waits.
            _onFault(exception);
            _typist.Pause();
        }
    }

    public ValueTask DisposeAsync() => _typist.DisposeAsync();

    // False while the program goes from its start screen to its conversation; behind that it is typed into once it rests.
    private bool LeaveStart()
    {
        var wasLeft = _isStartLeft;
        _isStartLeft = _agent.Definition is not { HasStartScreen: true } || !StartScreen.IsBeingLeft(_state());
        if (_isStartLeft && !wasLeft) _typist.Settle();
        return _isStartLeft;
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private static string NewMessageId() => Guid.CreateVersion7().ToString("N");
}
