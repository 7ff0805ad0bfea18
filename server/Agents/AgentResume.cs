using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestrator.Agents;

/// <summary>How an agent's program takes up an earlier conversation: data, one row an agent that can.</summary>
internal sealed record AgentResume
{
    /// <summary>Stands in arguments for the id of a conversation.</summary>
    public const string IdPlace = "{id}";

    // Patterns may be the user's own; one that never comes to an end must not hold up a session.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(200);

    private readonly Regex _wholeId;
    private readonly Regex? _farewell;

    /// <param name="arguments">Arguments that take up a conversation; <see cref="IdPlace"/> in them stands for its id.</param>
    /// <param name="idForm">Pattern of the agent's ids. What does not match it never reaches a command line.</param>
    /// <param name="farewell">What the program prints before the id when it ends; null when it prints none.</param>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public AgentResume(ImmutableArray<string> arguments, string idForm, string? farewell = null)
    {
        Arguments = arguments;
        // An id that looks like a flag would be one.
        var id = $"(?!-)(?:{idForm})";
        _wholeId = new Regex($@"\A{id}\z", RegexOptions.CultureInvariant, LongestMatch);
        _farewell = farewell is null ? null : new Regex(
            $@"(?<![\w/.-]){Regex.Escape(farewell)} *(?<id>{id})(?![\w-])", RegexOptions.CultureInvariant | RegexOptions.RightToLeft, LongestMatch);
    }

    /// <param name="flag">Flag or word before the id that takes up a conversation.</param>
    /// <param name="idForm">As above.</param>
    /// <param name="farewell">As above.</param>
    public AgentResume(string flag, string idForm, string? farewell = null)
        : this([flag, IdPlace], idForm, farewell)
    {
    }

    /// <summary>Arguments that take up a conversation.</summary>
    public ImmutableArray<string> Arguments { get; }

    /// <summary>Arguments that give a new conversation its id; null when the program chooses it.</summary>
    public ImmutableArray<string>? NewIdArguments { get; init; }

    /// <summary>
    /// Arguments that begin a copy of a conversation, which stays as it is; behind them stand <see cref="NewIdArguments"/>
    /// where there are any. Null when the program makes no copies.
    /// </summary>
    public ImmutableArray<string>? ForkArguments { get; init; }

    /// <summary>True when a prompt can stand on the command line that resumes, as it does on that of the first start.</summary>
    public bool TakesPrompt { get; init; }

    /// <summary>Arguments with which a user chooses a conversation; beside one of them nothing of ours is added.</summary>
    public ImmutableArray<ConversationArgument> UserArguments { get; init; } = [];

    /// <summary>True when the program tells the id of its conversation on its last lines.</summary>
    public bool IsToldAtExit => _farewell is not null;

    /// <summary>True when <paramref name="text"/> has the form of this agent's ids.</summary>
    public bool IsId(string text)
    {
        try
        {
            return _wholeId.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be told to be an id is used as none.
            return false;
        }
    }

    /// <summary>Arguments of this agent with the id in its place.</summary>
    public static IEnumerable<string> WithId(ImmutableArray<string> arguments, string id) =>
        arguments.Select(argument => argument.Replace(IdPlace, id, StringComparison.Ordinal));

    /// <summary>Arguments of a first start that begins a copy of a conversation.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="copyId">The id that the copy is given; null where the program chooses it.</param>
    /// <exception cref="InvalidOperationException">The program makes no copies.</exception>
    public ImmutableArray<string> ForkOf(string id, string? copyId)
    {
        // Without them it would begin an empty conversation in silence.
        var fork = ForkArguments ?? throw new InvalidOperationException("This agent makes no copies of a conversation.");
        return [.. WithId(fork, id), .. NewIdArguments is { } named && copyId is not null ? WithId(named, copyId) : []];
    }

    /// <summary>
    /// The id of the conversation that a first start with these arguments begins or takes up: the user's choice, else a
    /// new one where the program lets us choose. Null when it is not known before the program ends.
    /// </summary>
    public string? FirstId(ImmutableArray<string> usersArguments)
    {
        var users = ConversationArguments.Read(this, usersArguments);
        if (users.Any) return users.Id;
        return NewIdArguments is null ? null : Guid.NewGuid().ToString();
    }

    /// <summary>The id that the program told on its last lines; of several the last. Null when it told none.</summary>
    /// <param name="lastLines">The last lines of its terminal.</param>
    public string? IdTold(string? lastLines)
    {
        try
        {
            // To continue: codex resume 0199a213-81c0-7800-8aa1-bbab2a035a53
            return lastLines is not null && _farewell?.Match(lastLines) is { Success: true } match ? match.Groups["id"].Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            // As if it had told none.
            return null;
        }
    }
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
