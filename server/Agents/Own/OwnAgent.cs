using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orchestrator.Common;

namespace Orchestrator.Agents.Own;

/// <summary>One agent as the user's settings describe it. Its members are what the user writes.</summary>
/// <param name="Command">Program: a name on the host's PATH, an absolute path, or one that begins with <c>~/</c>.</param>
/// <param name="Name">Name shown to people; the id when it is missing.</param>
/// <param name="Args">Arguments of every start.</param>
/// <param name="Env">Environment variables of every start.</param>
/// <param name="PromptFlag">Flag before a first prompt. Without it, and without <paramref name="PromptLast"/>, the prompt is typed.</param>
/// <param name="PromptLast">True when it takes a first prompt as its last argument.</param>
/// <param name="ModelFlag">Flag before the model's name.</param>
/// <param name="Icon">Name of a VS Code icon.</param>
/// <param name="Resume">How it takes up an earlier conversation; absent when it cannot.</param>
internal sealed partial record OwnAgent(
    string? Command = null,
    string? Name = null,
    ImmutableArray<string>? Args = null,
    ImmutableDictionary<string, string>? Env = null,
    string? PromptFlag = null,
    bool? PromptLast = null,
    string? ModelFlag = null,
    string? Icon = null,
    OwnAgentResume? Resume = null)
{
    private const int MaxName = 60;

    /// <summary>What the user wrote that means nothing; set by the reader alone.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>The row of the catalogue that this means.</summary>
    /// <exception cref="InvalidDataException">It means none; the message, for the user, says why.</exception>
    public AgentDefinition ToDefinition(string id)
    {
        OwnAgentText.RequireNone(Others, "");
        return new(id, ShownName(id), Program(), OwnAgentText.Arguments(Args, "args"), Prompt(), Flag(ModelFlag, "modelFlag"), [], Resume?.ToResume())
        {
            Environment = CheckedEnvironment(),
            Icon = Icon is null || IconName().IsMatch(Icon) ? Icon : throw new InvalidDataException("its 'icon' is no icon's name, such as rocket."),
        };
    }

    private string ShownName(string id)
    {
        if (Name is null) return id;
        return DisplayText.OneLine(Name, MaxName) is { Length: > 0 } name ? name : throw new InvalidDataException("its 'name' has nothing to show.");
    }

    private string Program()
    {
        if (string.IsNullOrWhiteSpace(Command) || Command.Contains('\0')) throw new InvalidDataException("its 'command' is missing.");
        var path = Command.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), Command[2..])
            : Command;
        // No folder stands for a relative one: sessions run in folders of their own.
        return Path.IsPathFullyQualified(path) || !path.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            ? path
            : throw new InvalidDataException("its 'command' is neither a name nor a full path. Arguments belong into 'args'.");
    }

    private FirstPrompt Prompt() => (PromptFlag, PromptLast) switch
    {
        (null, true) => FirstPrompt.LastArgument,
        (null, _) => FirstPrompt.Typed,
        (_, true) => throw new InvalidDataException("it has both 'promptFlag' and 'promptLast'; a prompt is given in one way."),
        _ => FirstPrompt.After(Flag(PromptFlag, "promptFlag")!),
    };

    private static string? Flag(string? flag, string member) =>
        flag is null || (flag.Length > 0 && !flag.Contains('\0')) ? flag : throw new InvalidDataException($"its '{member}' is empty.");

    private ImmutableDictionary<string, string> CheckedEnvironment()
    {
        var variables = Env ?? ImmutableDictionary<string, string>.Empty;
        // Values are secrets; only names may be told.
        var odd = variables.FirstOrDefault(variable =>
            variable.Key.Length == 0 || variable.Key.AsSpan().ContainsAny('=', '\0') || variable.Value?.Contains('\0') != false);
        return odd.Key is null ? variables : throw new InvalidDataException($"'{DisplayText.OneLine(odd.Key, 100)}' in its 'env' is no variable with a text.");
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IconName();
}

/// <summary>Serialisers of the user's own agents, generated when the program is built, because every host reads them at its start.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(OwnAgent))]
internal sealed partial class OwnAgentJson : JsonSerializerContext;
