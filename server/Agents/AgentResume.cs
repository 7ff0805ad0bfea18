using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestrator.Agents;

/// <summary>How an agent's program takes up an earlier conversation: data, one row an agent that can.</summary>
internal sealed record AgentResume
{
    private readonly Regex _wholeId;
    private readonly Regex? _farewell;

    /// <param name="flag">Flag or word before the id that takes up a conversation.</param>
    /// <param name="idForm">Pattern of the agent's ids. What does not match it never reaches a command line.</param>
    /// <param name="farewell">What the program prints before the id when it ends; null when it prints none.</param>
    public AgentResume(string flag, string idForm, string? farewell = null)
    {
        Flag = flag;
        _wholeId = new Regex($@"\A(?:{idForm})\z", RegexOptions.CultureInvariant);
        _farewell = farewell is null ? null : new Regex(
            $@"(?<![\w/.-]){Regex.Escape(farewell)} (?<id>{idForm})(?![\w-])", RegexOptions.CultureInvariant | RegexOptions.RightToLeft);
    }

    /// <summary>Flag or word before the id that takes up a conversation.</summary>
    public string Flag { get; }

    /// <summary>Flag before the id that a new conversation shall have; null when the program chooses it.</summary>
    public string? NewIdFlag { get; init; }

    /// <summary>True when a prompt can stand on the command line that resumes, as it does on that of the first start.</summary>
    public bool TakesPrompt { get; init; }

    /// <summary>Arguments with which a user chooses a conversation; beside one of them nothing of ours is added.</summary>
    public ImmutableArray<ConversationArgument> UserArguments { get; init; } = [];

    /// <summary>True when the program tells the id of its conversation on its last lines.</summary>
    public bool IsToldAtExit => _farewell is not null;

    /// <summary>True when <paramref name="text"/> has the form of this agent's ids.</summary>
    public bool IsId(string text) => _wholeId.IsMatch(text);

    /// <summary>
    /// The id of the conversation that a first start with these arguments begins or takes up: the user's choice, else a
    /// new one where the program lets us choose. Null when it is not known before the program ends.
    /// </summary>
    public string? FirstId(ImmutableArray<string> usersArguments)
    {
        var users = ConversationArguments.Read(this, usersArguments);
        if (users.Any) return users.Id;
        return NewIdFlag is null ? null : Guid.NewGuid().ToString();
    }

    /// <summary>The id that the program told on its last lines; of several the last. Null when it told none.</summary>
    /// <param name="lastLines">The last lines of its terminal.</param>
    public string? IdTold(string? lastLines) =>
        // To continue: codex resume 0199a213-81c0-7800-8aa1-bbab2a035a53
        lastLines is not null && _farewell?.Match(lastLines) is { Success: true } match ? match.Groups["id"].Value : null;
}

/// <summary>What an argument says of the conversation.</summary>
internal enum ConversationChoice
{
    /// <summary>Its value is the id of a new conversation.</summary>
    New,

    /// <summary>Its value is the id of an earlier conversation, which goes on.</summary>
    Resume,

    /// <summary>An earlier conversation whose id it does not tell, its value when it has one included.</summary>
    Other,

    /// <summary>A copy of the earlier conversation, under an id it does not tell.</summary>
    Fork,
}

/// <summary>An argument with which a user chooses a conversation.</summary>
/// <param name="Text">The flag; a word without dashes counts only as the first argument.</param>
/// <param name="Choice">What it says.</param>
/// <param name="HasValue">True when a value may follow it.</param>
internal sealed record ConversationArgument(string Text, ConversationChoice Choice, bool HasValue)
{
    public static ConversationArgument New(string text) => new(text, ConversationChoice.New, HasValue: true);

    public static ConversationArgument Resume(string text) => new(text, ConversationChoice.Resume, HasValue: true);

    public static ConversationArgument Other(string text, bool hasValue = false) => new(text, ConversationChoice.Other, hasValue);

    public static ConversationArgument Fork(string text, bool hasValue = false) => new(text, ConversationChoice.Fork, hasValue);
}
