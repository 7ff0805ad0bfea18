using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Agents.Own;

/// <summary>How one of the user's own agents takes up an earlier conversation.</summary>
/// <param name="Args">Arguments that take it up; <c>{id}</c> in them stands for the conversation's id.</param>
/// <param name="NewArgs">Arguments that give a new conversation an id of our choice, a UUID; <c>{id}</c> as above.</param>
/// <param name="ForkArgs">Arguments that begin a copy of a conversation, <c>{id}</c>; <paramref name="NewArgs"/> come behind them. Absent when it makes none.</param>
/// <param name="PrintedBefore">What it prints before the id when it ends.</param>
/// <param name="IdPattern">Regular expression of its ids; letters, digits, '-' and '_' when it is missing.</param>
internal sealed record OwnAgentResume(
    ImmutableArray<string>? Args = null,
    ImmutableArray<string>? NewArgs = null,
    ImmutableArray<string>? ForkArgs = null,
    string? PrintedBefore = null,
    string? IdPattern = null)
{
    private const string UsualPattern = "[0-9A-Za-z][0-9A-Za-z_-]{3,127}";
    private const int MaxPattern = 200;

    /// <summary>What the user wrote that means nothing; set by the reader alone.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>The part of the catalogue's row that this means.</summary>
    /// <exception cref="InvalidDataException">It does not say how; the message, for the user, says what is missing.</exception>
    public AgentResume ToResume()
    {
        OwnAgentText.RequireNone(Others, "resume.");
        var arguments = WithPlace(Args, "args");
        if (NewArgs is null && string.IsNullOrWhiteSpace(PrintedBefore))
            throw new InvalidDataException("its 'resume' needs 'printedBefore' or 'newArgs', or the id of a conversation is never known.");
        var resume = Make(arguments) with
        {
            NewIdArguments = NewArgs is null ? null : WithPlace(NewArgs, "newArgs"),
            ForkArguments = ForkArgs is null ? null : WithPlace(ForkArgs, "forkArgs"),
            UserArguments = UsersChoice(arguments),
        };
        return NewArgs is null || resume.IsId(Guid.NewGuid().ToString())
            ? resume
            : throw new InvalidDataException("its 'resume' has 'newArgs', which are given a UUID, and an 'idPattern' that fits none.");
    }

    private AgentResume Make(ImmutableArray<string> arguments)
    {
        try
        {
            if (IdPattern is { Length: > MaxPattern or 0 }) throw new InvalidDataException($"its 'idPattern' has 1 to {MaxPattern} characters.");
            return new AgentResume(arguments, IdPattern ?? UsualPattern, string.IsNullOrWhiteSpace(PrintedBefore) ? null : PrintedBefore.Trim());
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"its 'idPattern' is no regular expression: {exception.Message}", exception);
        }
    }

    private static ImmutableArray<string> WithPlace(ImmutableArray<string>? arguments, string member) =>
        OwnAgentText.Arguments(arguments, $"resume.{member}") is var texts && texts.Any(text => text.Contains(AgentResume.IdPlace, StringComparison.Ordinal))
            ? texts
            : throw new InvalidDataException($"the '{member}' of its 'resume' have no {AgentResume.IdPlace}, where the conversation's id goes.");

    // A user who starts a session with the same flag has chosen the conversation.
    private static ImmutableArray<ConversationArgument> UsersChoice(ImmutableArray<string> arguments) =>
        arguments is [var flag, AgentResume.IdPlace] ? [ConversationArgument.Resume(flag)] : [];
}
