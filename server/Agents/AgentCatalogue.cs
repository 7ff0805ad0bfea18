using System.Collections.Immutable;

namespace Orchestrator.Agents;

/// <summary>
/// Every agent the server knows. The flags of claude, codex, opencode, gemini and kimi were established by running
/// the programs; those of the others are from their documentation, so they get no permission modes yet.
/// </summary>
internal static class AgentCatalogue
{
    public const string ShellId = "shell";
    public const string CommandId = "command";

    public static ImmutableArray<AgentDefinition> All { get; } =
    [
        new("claude", "Claude Code", "claude", [], FirstPrompt.LastArgument, "--model",
        [
            ClaudeMode("manual"), ClaudeMode("acceptEdits"), ClaudeMode("plan"), ClaudeMode("auto"),
            ClaudeMode("dontAsk"), ClaudeMode("bypassPermissions"),
        ]),

        // Without --no-daemon codex joins a background daemon that keeps working after its terminal is gone.
        new("codex", "Codex", "codex", ["--no-daemon"], FirstPrompt.LastArgument, "-m",
        [
            new("read-only", ["-s", "read-only", "-a", "on-request"]),
            new("workspace-write", ["-s", "workspace-write", "-a", "on-request"]),
            new("danger-full-access", ["-s", "danger-full-access", "-a", "never"]),
        ]),
        new("gemini", "Gemini CLI", "gemini", [], FirstPrompt.After("-i"), "-m",
        [
            GeminiMode("default"), GeminiMode("auto_edit"), GeminiMode("plan"), GeminiMode("yolo"),
        ]),
        new("opencode", "OpenCode", "opencode", [], FirstPrompt.After("--prompt"), "-m", []),
        new("kimi", "Kimi Code", "kimi", [], FirstPrompt.Typed, "-m",
        [
            new("default", []), new("plan", ["--plan"]), new("auto", ["--auto"]), new("yolo", ["-y"]),
        ]),
        new("goose", "Goose", "goose", ["session"], FirstPrompt.Typed, null, []),
        new("aider", "Aider", "aider", [], FirstPrompt.Typed, "--model", []),
        new("copilot", "GitHub Copilot CLI", "copilot", [], FirstPrompt.After("-i"), "--model", []),
        new("cursor-agent", "Cursor Agent", "cursor-agent", [], FirstPrompt.LastArgument, "--model", []),
        new("qwen", "Qwen Code", "qwen", [], FirstPrompt.After("-i"), "-m", []),
        new("amp", "Amp", "amp", [], FirstPrompt.Typed, null, []),
        new(ShellId, "Shell", null, [], FirstPrompt.Typed, null, []),
        new(CommandId, "Command", null, [], FirstPrompt.Typed, null, []),
    ];

    private static readonly Dictionary<string, AgentDefinition> ById = All.ToDictionary(agent => agent.Id);

    public static AgentDefinition? Find(string id) => ById.GetValueOrDefault(id);

    private static PermissionModeArguments ClaudeMode(string mode) => new(mode, ["--permission-mode", mode]);

    private static PermissionModeArguments GeminiMode(string mode) => new(mode, ["--approval-mode", mode]);
}
