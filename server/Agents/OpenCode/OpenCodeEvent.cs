namespace Orchestrator.Agents.OpenCode;

/// <summary>Something that OpenCode's API tells of one of its conversations.</summary>
/// <param name="Conversation">Id of the conversation; that of a subagent is its own.</param>
internal abstract record OpenCodeEvent(string Conversation)
{
    /// <summary>The conversation exists.</summary>
    /// <param name="Conversation">Its id.</param>
    /// <param name="Parent">The conversation that began it; null for one that the user began.</param>
    public sealed record Known(string Conversation, string? Parent) : OpenCodeEvent(Conversation);

    /// <summary>What it does.</summary>
    public sealed record Doing(string Conversation, OpenCodeStatus Status) : OpenCodeEvent(Conversation);

    /// <summary>Its turn failed.</summary>
    public sealed record Failed(string Conversation, string Reason) : OpenCodeEvent(Conversation);

    /// <summary>It opened a dialog.</summary>
    public sealed record Asked(OpenCodeDialog Dialog) : OpenCodeEvent(Dialog.Conversation);

    /// <summary>A dialog is over, whoever answered it.</summary>
    public sealed record Settled(string Conversation, string DialogId) : OpenCodeEvent(Conversation);
}

/// <summary>What a conversation does.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Message">Why it has to wait.</param>
/// <param name="Until">When it tries again.</param>
internal sealed record OpenCodeStatus(OpenCodeStatusKind Kind, string? Message = null, DateTimeOffset? Until = null);

/// <summary>What a conversation can do.</summary>
internal enum OpenCodeStatusKind
{
    Idle,
    Busy,

    /// <summary>It waits until it asks its model again.</summary>
    Retry,
}

/// <summary>A dialog that is open.</summary>
/// <param name="Id">The API's id of it.</param>
/// <param name="Conversation">The conversation that asks.</param>
/// <param name="IsQuestion">True for a question, false for a permission.</param>
/// <param name="Text">What is asked.</param>
/// <param name="More">More on what is asked for.</param>
internal sealed record OpenCodeDialog(string Id, string Conversation, bool IsQuestion, string Text, string? More = null);
