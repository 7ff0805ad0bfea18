using System.Collections.Immutable;

namespace Orchestrator.Agents;

/// <summary>Reads out of the arguments a user gave which conversation they choose.</summary>
internal sealed class ConversationArguments
{
    private readonly AgentResume _resume;
    private readonly List<(ConversationChoice Choice, string? Value)> _choices = [];

    private ConversationArguments(AgentResume resume) => _resume = resume;

    /// <summary>True when the user chose a conversation.</summary>
    public bool Any => _choices.Count > 0;

    /// <summary>The arguments that say nothing of a conversation, in their order.</summary>
    public ImmutableArray<string> Others { get; private set; } = [];

    /// <summary>The id of the conversation that the arguments lead to; null when they do not tell it.</summary>
    public string? Id
    {
        get
        {
            var told = ValueOf(ConversationChoice.New)
                ?? (_choices.Any(choice => choice.Choice is ConversationChoice.Fork or ConversationChoice.Other) ? null : ValueOf(ConversationChoice.Resume));
            return told is not null && _resume.IsId(told) ? told : null;
        }
    }

    public static ConversationArguments Read(AgentResume resume, ImmutableArray<string> arguments)
    {
        var read = new ConversationArguments(resume);
        var others = ImmutableArray.CreateBuilder<string>();
        for (var index = 0; index < arguments.Length; index++)
        {
            // What stands behind it is no flag.
            if (arguments[index] == "--")
            {
                others.AddRange(arguments[index..]);
                break;
            }

            if (Find(resume, arguments[index], index == 0) is not { } argument)
            {
                others.Add(arguments[index]);
                continue;
            }

            // --resume=ID, or --resume ID, or --resume alone, which lets the user choose.
            var value = arguments[index].Length > argument.Text.Length ? arguments[index][(argument.Text.Length + 1)..] : null;
            if (value is null && argument.HasValue && index + 1 < arguments.Length && !arguments[index + 1].StartsWith('-'))
                value = arguments[++index];
            read._choices.Add((argument.Choice, value));
        }

        read.Others = others.ToImmutable();
        return read;
    }

    private static ConversationArgument? Find(AgentResume resume, string text, bool isFirst) => resume.UserArguments.FirstOrDefault(argument =>
        argument.Text.StartsWith('-')
            ? text == argument.Text || (argument.HasValue && text.StartsWith(argument.Text + "=", StringComparison.Ordinal))
            : isFirst && text == argument.Text);

    private string? ValueOf(ConversationChoice wanted) => _choices.LastOrDefault(choice => choice.Choice == wanted).Value;
}
