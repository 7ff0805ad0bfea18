using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Orchestrator.Screens;

namespace Orchestrator.Agents.Dialogs;

/// <summary>What an agent's program shows between its start and its first prompt. Pure.</summary>
internal sealed class AgentStartUp
{
    private const string Blocked = "blocked";
    private const string Permission = "permission";
    private const string DialogKind = "dialog";

    private readonly ImmutableArray<AgentDialog> _dialogs;
    private readonly Lazy<Regex> _composer;

    /// <param name="composer">Regular expression of what stands on the screen only when prompts can be typed.</param>
    /// <param name="dialogs">Its dialogs.</param>
    public AgentStartUp([StringSyntax(StringSyntaxAttribute.Regex)] string composer, params ImmutableArray<AgentDialog> dialogs)
    {
        _composer = new Lazy<Regex>(() => new Regex(composer, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        _dialogs = dialogs;
    }

    /// <summary>True when no prompt is typed before its composer stands on the screen, because a dialog would take it for an answer.</summary>
    public bool WaitsForComposer { get; init; }

    /// <summary>True when no prompt is typed before it reports that it is idle: it draws its composer, and then a dialog over it.</summary>
    public bool WaitsForReport { get; init; }

    /// <summary>
    /// Whether it will show a dialog for a folder, in its environment, of which nothing tells before: no prompt is typed until
    /// that was seen, or should have been. Null where its screen tells.
    /// </summary>
    public Func<string, IReadOnlyDictionary<string, string>, bool>? WillAsk { get; init; }

    /// <summary>The dialog that stands on a screen with these words; null for none.</summary>
    public SeenDialog? Find(string words) => AgentDialog.Find(_dialogs, words);

    /// <summary>True while its composer stands on a screen with these words.</summary>
    public bool HasComposer(string words) => _composer.Value.IsMatch(words);

    /// <summary>
    /// The report as it is meant: a program that says it needs permission for a dialog of its own wants an answer, and no
    /// approval of what it does.
    /// </summary>
    public ProgramStatus Read(ProgramStatus status) =>
        status is { State: Blocked, Kind: Permission, Message: { } message } && _dialogs.FirstOrDefault(dialog => dialog.Report == message) is { } dialog
            ? status with { Kind = DialogKind, Message = dialog.Asks }
            : status;

    /// <summary>True for a report, as it is meant, of a dialog of the program's own.</summary>
    public static bool IsDialog(ProgramStatus status) => status is { State: Blocked, Kind: DialogKind };
}
