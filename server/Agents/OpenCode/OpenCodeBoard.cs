using System.Collections.Immutable;

namespace Orchestrator.Agents.OpenCode;

/// <summary>
/// What the conversations of one OpenCode do and ask: the fold of its events and lists. It says nothing of a conversation
/// that it has not been told of. Pure.
/// </summary>
/// <param name="Parents">The conversations that are known, each with the one that began it.</param>
/// <param name="Statuses">What they do; one that does nothing since the board began is not in it.</param>
/// <param name="Failures">Why the last turns of those failed whose last turn did.</param>
/// <param name="Dialogs">The dialogs that are open, the oldest first.</param>
/// <param name="First">The first conversation of the user's own that was told of.</param>
internal sealed record OpenCodeBoard(
    ImmutableDictionary<string, string?> Parents,
    ImmutableDictionary<string, OpenCodeStatus> Statuses,
    ImmutableDictionary<string, string> Failures,
    ImmutableArray<OpenCodeDialog> Dialogs,
    string? First)
{
    // Subagents can have subagents.
    private const int MaxDepth = 16;

    public static readonly OpenCodeBoard Empty = new(
        ImmutableDictionary<string, string?>.Empty, ImmutableDictionary<string, OpenCodeStatus>.Empty, ImmutableDictionary<string, string>.Empty, [], First: null);

    /// <summary>The board after an event.</summary>
    public OpenCodeBoard After(OpenCodeEvent told) => told switch
    {
        OpenCodeEvent.Known known => (this with { Parents = Parents.SetItem(known.Conversation, known.Parent) }).Meet(known.Conversation),
        OpenCodeEvent.Doing doing => Does(doing).Meet(doing.Conversation),
        OpenCodeEvent.Failed failed => this with { Failures = Failures.SetItem(failed.Conversation, failed.Reason) },
        OpenCodeEvent.Asked asked => Without(asked.Dialog.Id) with { Dialogs = [.. Without(asked.Dialog.Id).Dialogs, asked.Dialog] },
        OpenCodeEvent.Settled settled => Without(settled.DialogId),
        _ => this,
    };

    /// <summary>The board after the lists were read: what they do not have is over.</summary>
    public OpenCodeBoard After(ImmutableDictionary<string, OpenCodeStatus> statuses, ImmutableArray<OpenCodeDialog> dialogs)
    {
        var board = this with { Dialogs = dialogs };
        foreach (var id in Statuses.Keys.Except(statuses.Keys)) board = board.Does(new OpenCodeEvent.Doing(id, new OpenCodeStatus(OpenCodeStatusKind.Idle)));
        return statuses.Aggregate(board, (next, entry) => next.After(new OpenCodeEvent.Doing(entry.Key, entry.Value)));
    }

    /// <summary>The board that knows whose children these are, which have done nothing yet.</summary>
    public OpenCodeBoard With(IEnumerable<OpenCodeEvent.Known> known) =>
        this with { Parents = Parents.SetItems(known.Select(each => KeyValuePair.Create(each.Conversation, each.Parent))) };

    /// <summary>The board without a dialog.</summary>
    public OpenCodeBoard Without(string dialogId) => this with { Dialogs = Dialogs.RemoveAll(dialog => dialog.Id == dialogId) };

    /// <summary>True while a conversation has a turn, and no dialog stands in it.</summary>
    public bool IsAtWork(string conversation) =>
        Statuses.TryGetValue(conversation, out var status)
        && status.Kind != OpenCodeStatusKind.Idle
        && !Dialogs.Any(dialog => IsOfFamily(dialog.Conversation, conversation));

    /// <summary>True for a conversation and those that it began, at whatever distance.</summary>
    public bool IsOfFamily(string conversation, string root)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (conversation == root) return true;
            if (Parents.GetValueOrDefault(conversation) is not { } parent) return false;
            conversation = parent;
        }

        return false;
    }

    // What ended a turn ends with the next one, and not with the rest that follows it.
    private OpenCodeBoard Does(OpenCodeEvent.Doing doing) => this with
    {
        Statuses = Statuses.SetItem(doing.Conversation, doing.Status),
        Failures = doing.Status.Kind == OpenCodeStatusKind.Idle ? Failures : Failures.Remove(doing.Conversation),
    };

    private OpenCodeBoard Meet(string conversation) => First is null && Parents.GetValueOrDefault(conversation) is null ? this with { First = conversation } : this;
}
