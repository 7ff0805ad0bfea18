using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;

namespace Orchestrator.Agents;

/// <summary>What is known of one agent's program: data, one row an agent.</summary>
/// <param name="Id">Id on the wire and in stored sessions.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Program">Name of the program on the PATH, or its absolute path; null where each session brings its own.</param>
/// <param name="BaseArguments">Arguments of every start.</param>
/// <param name="Prompt">How a first prompt reaches the program.</param>
/// <param name="ModelFlag">Flag before the model's name; null when the program has none.</param>
/// <param name="PermissionModes">Arguments of each permission mode, in the order offered.</param>
/// <param name="Resume">How it takes up an earlier conversation; null when it cannot.</param>
internal sealed record AgentDefinition(
    string Id,
    string Name,
    string? Program,
    ImmutableArray<string> BaseArguments,
    FirstPrompt Prompt,
    string? ModelFlag,
    ImmutableArray<PermissionModeArguments> PermissionModes,
    AgentResume? Resume = null)
{
    /// <summary>How to install it, on one line: a command, or an address that begins with https; null where it is not known.</summary>
    public string? Install { get; init; }

    /// <summary>The keys that interrupt its turn.</summary>
    public AgentKeys Interrupt { get; init; } = AgentKeys.ControlC;

    /// <summary>
    /// The keys that end it, for an agent that tells its conversation only when it is ended by them; null where the
    /// signals of a stop do as well.
    /// </summary>
    public AgentKeys? Quit { get; init; }

    /// <summary>The keys that answer its question for permission; null where they are not known.</summary>
    public ApprovalKeys? Approval { get; init; }

    /// <summary>
    /// What it does by the beginning of its window's title, for a program that says so nowhere else; empty where titles say
    /// nothing of it.
    /// </summary>
    public ImmutableArray<TitleState> TitleStates { get; init; } = [];

    /// <summary>The dialogs of its start; null where none are known.</summary>
    public AgentStartUp? StartUp { get; init; }

    /// <summary>The dialogs that its program shows amid a turn and tells of nowhere but on its screen; empty where none are known.</summary>
    public ImmutableArray<AgentDialog> TurnDialogs { get; init; } = [];

    /// <summary>True when the first prompt of a conversation is taken on another screen than those behind it.</summary>
    public bool HasStartScreen { get; init; }

    /// <summary>How it is told at its start to trust its folder; null where that cannot be told.</summary>
    public TrustGrant? Trust { get; init; }

    /// <summary>What its program finds in its environment, below what a session sets.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Name of an icon for it, as VS Code has them; null for that of any agent.</summary>
    public string? Icon { get; init; }

    /// <summary>True when it can begin a conversation with a copy of another one.</summary>
    public bool CanFork => Resume?.ForkArguments is not null;

    /// <summary>False for the user's shell and for commands, whose program each session brings.</summary>
    public bool HasProgram => Program is not null;
}

/// <summary>What a window's title says of its program.</summary>
/// <param name="Beginning">What the title begins with.</param>
/// <param name="Activity">What the program then does; of what it asks its screen may tell more.</param>
internal sealed record TitleState(string Beginning, SessionActivity Activity);

/// <summary>Keys that mean something to an agent's program.</summary>
/// <param name="Key">What the terminal sends for the key.</param>
/// <param name="IsPressedTwice">True when the first press may only ask whether it is meant.</param>
internal sealed record AgentKeys(string Key, bool IsPressedTwice = false)
{
    public static readonly AgentKeys ControlC = new("\x03");

    public static readonly AgentKeys ControlCTwice = new("\x03", IsPressedTwice: true);

    public static readonly AgentKeys Escape = new("\e");

    public static readonly AgentKeys EscapeTwice = new("\e", IsPressedTwice: true);
}

/// <summary>
/// The keys that answer an agent's dialogs for permission. Other dialogs have other choices behind the same keys, such as
/// a wider permission mode: of those nothing is pressed.
/// </summary>
/// <param name="Allow">Allows this once.</param>
/// <param name="Deny">Does not allow it.</param>
/// <param name="Drawn">Stands on the screen while the dialog does: agents report it before they draw it, and lose keys that come in between.</param>
/// <param name="Message">What the program says of the dialogs that the keys were established for; null where it says nothing of any.</param>
internal sealed record ApprovalKeys(AgentKeys Allow, AgentKeys Deny, string Drawn, Regex? Message)
{
    /// <summary>True when the keys are right for the dialog that the program reports in these words.</summary>
    public bool AreFor(string? message) => Message?.IsMatch(message ?? "") ?? message is null;
}

/// <summary>One permission mode of an agent.</summary>
/// <param name="Mode">Its name, in the agent's own words.</param>
/// <param name="Arguments">Arguments that switch it on.</param>
internal sealed record PermissionModeArguments(string Mode, ImmutableArray<string> Arguments);

/// <summary>How a first prompt reaches a program. An argument is safest: nothing typed early can get lost.</summary>
/// <param name="Flag">Flag before the prompt; null when the prompt is the last argument.</param>
/// <param name="IsArgument">False when the program takes no prompt on its command line: then it is typed in.</param>
internal sealed record FirstPrompt(string? Flag, bool IsArgument)
{
    public static readonly FirstPrompt LastArgument = new(null, true);

    public static readonly FirstPrompt Typed = new(null, false);

    public static FirstPrompt After(string flag) => new(flag, true);
}
