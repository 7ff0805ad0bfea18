using System.Text.Json;

namespace Orchestrator.Agents.Hooks;

/// <summary>How one agent asks by a hook, and is answered by what the hook says. Its own dialog stands on the screen meanwhile.</summary>
internal interface IAgentAsks
{
    /// <summary>What is asked; null for what its hook cannot answer, or must not.</summary>
    /// <param name="input">What the agent handed its hook.</param>
    AgentAsk? Read(JsonElement input);

    /// <summary>What the hook has to say for an answer.</summary>
    string Reply(AgentAsk ask, AgentAnswer answer);
}
