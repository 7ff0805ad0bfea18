using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Common;

namespace Orchestrator.Agents.Own;

/// <summary>The user's own agents as their settings describe them.</summary>
/// <param name="Agents">Those that are understood, in their order.</param>
/// <param name="Problems">A sentence for the user on each of the others.</param>
internal sealed record OwnAgents(ImmutableArray<AgentDefinition> Agents, ImmutableArray<string> Problems)
{
    private const int MostAgents = 100;

    /// <summary>Reads <c>agents</c> of the settings, an object with a member for each. One that is not understood costs no other.</summary>
    public static OwnAgents Read(JsonElement? settings)
    {
        if (settings is not { ValueKind: not JsonValueKind.Null } agents) return new OwnAgents([], []);
        if (agents.ValueKind != JsonValueKind.Object) return new OwnAgents([], ["'agents' is no object."]);
        var understood = new OrderedDictionary<string, AgentDefinition>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var member in agents.EnumerateObject())
        {
            try
            {
                understood[CheckedId(member.Name, understood.Count)] = Parse(member.Value).ToDefinition(member.Name);
            }
            catch (InvalidDataException exception)
            {
                problems.Add($"The agent '{DisplayText.OneLine(member.Name, IdentifierText.MaxLength)}' is left out: {exception.Message}");
            }
        }

        return new OwnAgents([.. understood.Values], problems.ToImmutable());
    }

    private static string CheckedId(string id, int known)
    {
        if (!IdentifierText.IsValid(id))
            throw new InvalidDataException($"an id is 1 to {IdentifierText.MaxLength} letters, digits, '-' and '_', the first a letter or digit.");
        if (BuiltInAgents.Find(id) is { } builtIn)
            throw new InvalidDataException($"its id is that of {builtIn.Name}, which is built in. Choose another one.");
        return known < MostAgents ? id : throw new InvalidDataException($"there are more than {MostAgents}.");
    }

    private static OwnAgent Parse(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object && value.Deserialize(OwnAgentJson.Default.OwnAgent) is { } agent
                ? agent
                : throw new InvalidDataException("it is no object with a 'command'.");
        }
        catch (JsonException exception)
        {
            // $.resume.args
            throw new InvalidDataException($"its '{DisplayText.OneLine(exception.Path?.TrimStart('$', '.') ?? "", 100)}' is of the wrong kind.", exception);
        }
    }
}
