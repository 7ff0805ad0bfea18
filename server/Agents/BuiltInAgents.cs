using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;

namespace Orchestrator.Agents;

/// <summary>
/// The agents that the server knows by itself. The flags of claude, codex, opencode, gemini, kimi, copilot and qwen were
/// established by running the programs; those of the others are from their documentation, so they get no permission modes and
/// are not resumed yet. Amp was only seen to start: without an account it asks, on one line, whether to sign in.
/// </summary>
internal static class BuiltInAgents
{
    public const string ShellId = "shell";
    public const string CommandId = "command";

    private const string Uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    public static ImmutableArray<AgentDefinition> All { get; } =
    [
        new("claude", "Claude Code", "claude", [], FirstPrompt.LastArgument, "--model",
        [
            ClaudeMode("manual"), ClaudeMode("acceptEdits"), ClaudeMode("plan"), ClaudeMode("auto"),
            ClaudeMode("dontAsk"), ClaudeMode("bypassPermissions"),
        ],
        new AgentResume("--resume", Uuid, farewell: "claude --resume")
        {
            NewIdArguments = ["--session-id", AgentResume.IdPlace],
            ForkArguments = ["--resume", AgentResume.IdPlace, "--fork-session"],
            TakesPrompt = true,
            UserArguments =
            [
                ConversationArgument.New("--session-id"), ConversationArgument.Resume("--resume"), ConversationArgument.Resume("-r"),
                ConversationArgument.Other("--continue"), ConversationArgument.Other("-c"), ConversationArgument.Fork("--fork-session"),
                ConversationArgument.Other("--from-pr", hasValue: true), ConversationArgument.Other("--teleport", hasValue: true),
            ],
        })
        {
            Install = Npm("@anthropic-ai/claude-code"),
            Interrupt = AgentKeys.Escape,
            StartUp = KnownDialogs.Claude,

            // approve Bash: touch x.txt. The first choice is "Yes"; in the dialog that ends its plan mode it is a wider mode.
            Approval = new ApprovalKeys(new AgentKeys("1"), AgentKeys.Escape, "1. Yes", new Regex(
                @"\Aapprove (?:Bash|Edit|Write|NotebookEdit|Read|WebFetch|WebSearch)\b", RegexOptions.CultureInvariant)),
        },

        // Without --no-daemon codex joins a background daemon that keeps working after its terminal is gone.
        new("codex", "Codex", "codex", ["--no-daemon"], FirstPrompt.LastArgument, "-m",
        [
            new("read-only", ["-s", "read-only", "-a", "on-request"]),
            new("workspace-write", ["-s", "workspace-write", "-a", "on-request"]),
            new("danger-full-access", ["-s", "danger-full-access", "-a", "never"]),
        ],
        new AgentResume("resume", Uuid, farewell: "codex resume")
        {
            ForkArguments = ["fork", AgentResume.IdPlace],
            TakesPrompt = true,
            UserArguments = [ConversationArgument.Resume("resume"), ConversationArgument.Fork("fork", hasValue: true), ConversationArgument.Other("--last")],
        })
        {
            Install = Npm("@openai/codex"),
            Interrupt = AgentKeys.Escape,
            StartUp = KnownDialogs.Codex,

            // The form with dots, projects."/src/repo".trust_level, has no effect.
            Trust = new TrustGrant { Arguments = ["-c", $"projects={{{TrustGrant.FolderPlace}={{trust_level=\"trusted\"}}}}"] },

            // It does not say what it wants to do; "y" allows once in all of its dialogs.
            Approval = new ApprovalKeys(new AgentKeys("y"), AgentKeys.Escape, "(y)", Message: null),

            // Ended by a signal it says nothing; so is kimi. The first press can be taken for the end of a turn.
            Quit = AgentKeys.ControlCTwice,
        },
        new("gemini", "Gemini CLI", "gemini", [], FirstPrompt.Typed, "-m",
        [
            ApprovalMode("default"), ApprovalMode("auto_edit"), ApprovalMode("plan"), ApprovalMode("yolo"),
        ],
        new AgentResume("--resume", Uuid)
        {
            NewIdArguments = ["--session-id", AgentResume.IdPlace],
            UserArguments =
            [
                ConversationArgument.New("--session-id"), ConversationArgument.Resume("--resume"), ConversationArgument.Resume("-r"),
                ConversationArgument.Other("--session-file", hasValue: true),
            ],
        })
        {
            Install = Npm("@google/gemini-cli"),
            Interrupt = AgentKeys.Escape,
            StartUp = KnownDialogs.Gemini,
            TurnDialogs = KnownDialogs.GeminiTurns,
            Trust = new TrustGrant { Environment = ImmutableDictionary<string, string>.Empty.Add("GEMINI_CLI_TRUST_WORKSPACE", "true") },

            // "◇  Ready (repo)", "✦  Working… (repo)", "✋  Action Required (repo)"
            TitleStates =
            [
                new TitleState("◇", SessionActivity.Idle), new TitleState("✦", SessionActivity.Working), new TitleState("✋", SessionActivity.NeedsApproval),
            ],
        },
        new("opencode", "OpenCode", "opencode", [], FirstPrompt.Typed, "-m", [],
        new AgentResume("-s", "ses_[0-9A-Za-z]{8,64}", farewell: "opencode -s")
        {
            ForkArguments = ["-s", AgentResume.IdPlace, "--fork"],
            UserArguments =
            [
                ConversationArgument.Resume("--session"), ConversationArgument.Resume("-s"),
                ConversationArgument.Other("--continue"), ConversationArgument.Other("-c"), ConversationArgument.Fork("--fork"),
            ],
        })
        {
            Install = Npm("opencode-ai"),
            Interrupt = AgentKeys.EscapeTwice,
            HasStartScreen = true,
        },
        new("kimi", "Kimi Code", "kimi", [], FirstPrompt.Typed, "-m",
        [
            new("default", []), new("plan", ["--plan"]), new("auto", ["--auto"]), new("yolo", ["-y"]),
        ],
        new AgentResume("-S", "session_[0-9A-Za-z-]{8,64}", farewell: "kimi -r")
        {
            UserArguments =
            [
                ConversationArgument.Resume("--session"), ConversationArgument.Resume("-S"),
                ConversationArgument.Resume("--resume"), ConversationArgument.Resume("-r"),
                ConversationArgument.Other("--continue"), ConversationArgument.Other("-c"),
            ],
        })
        {
            Install = Npm("@moonshot-ai/kimi-code"),
            Interrupt = AgentKeys.Escape,
            StartUp = KnownDialogs.Kimi,
            Quit = AgentKeys.ControlCTwice,
        },
        new("goose", "Goose", "goose", ["session"], FirstPrompt.Typed, null, []) { Install = "https://goose-docs.ai/docs/getting-started/installation" },
        new("aider", "Aider", "aider", [], FirstPrompt.Typed, "--model", []) { Install = "python -m pip install aider-install && aider-install" },
        new("copilot", "GitHub Copilot CLI", "copilot", [], FirstPrompt.After("-i"), "--model",
        [
            // Its autopilot is none of them: it begins with a dialog whose first choice allows everything.
            new("interactive", ["--mode", "interactive"]), new("plan", ["--mode", "plan"]),
            new("allow-all-tools", ["--allow-all-tools"]), new("allow-all", ["--allow-all"]),
        ],
        new AgentResume("--resume", Uuid, farewell: "copilot --resume=")
        {
            NewIdArguments = ["--session-id", AgentResume.IdPlace],
            TakesPrompt = true,
            UserArguments =
            [
                ConversationArgument.New("--session-id"), ConversationArgument.Resume("--resume"), ConversationArgument.Resume("-r"),
                ConversationArgument.Other("--continue"), ConversationArgument.Other("--connect", hasValue: true),
            ],
        })
        {
            Install = Npm("@github/copilot"),

            // Escape twice does it too, but at rest it opens a list of earlier prompts, and the next return goes back to one.
            Interrupt = AgentKeys.ControlC,
            StartUp = KnownDialogs.Copilot,
        },
        new("cursor-agent", "Cursor Agent", "cursor-agent", [], FirstPrompt.LastArgument, "--model", []) { Install = "https://cursor.com/docs/cli/installation" },
        new("qwen", "Qwen Code", "qwen", [], FirstPrompt.After("-i"), "-m",
        [
            ApprovalMode("default"), ApprovalMode("plan"), ApprovalMode("auto-edit"), ApprovalMode("auto"), ApprovalMode("yolo"),
        ],
        // It makes copies (--fork-session) under ids of its own, which no way was found to know in time.
        new AgentResume("--resume", Uuid, farewell: "qwen --resume")
        {
            NewIdArguments = ["--session-id", AgentResume.IdPlace],
            TakesPrompt = true,
            UserArguments =
            [
                ConversationArgument.New("--session-id"), ConversationArgument.Resume("--resume"), ConversationArgument.Resume("-r"),
                ConversationArgument.Other("--continue"), ConversationArgument.Other("-c"), ConversationArgument.Fork("--fork-session"),
            ],
        })
        {
            Install = Npm("@qwen-code/qwen-code"),

            // Escape also puts the prompt back into the composer, where the next one would be typed behind it.
            Interrupt = AgentKeys.ControlC,
            StartUp = KnownDialogs.Qwen,

            // "Qwen - repo", "◐︎ Qwen - repo", "✳︎ Qwen - repo"
            TitleStates =
            [
                new TitleState("Qwen - ", SessionActivity.Idle), new TitleState("◐", SessionActivity.Working), new TitleState("✳", SessionActivity.NeedsApproval),
            ],
        },
        new("amp", "Amp", "amp", [], FirstPrompt.Typed, null, []) { Install = Npm("@sourcegraph/amp") },
        new(ShellId, "Shell", null, [], FirstPrompt.Typed, null, []),
        new(CommandId, "Command", null, [], FirstPrompt.Typed, null, []),
    ];

    private static readonly Dictionary<string, AgentDefinition> ById = All.ToDictionary(agent => agent.Id);

    public static AgentDefinition? Find(string id) => ById.GetValueOrDefault(id);

    private static string Npm(string package) => $"npm install -g {package}";

    private static PermissionModeArguments ClaudeMode(string mode) => new(mode, ["--permission-mode", mode]);

    // Of gemini, and of qwen, which was made from it.
    private static PermissionModeArguments ApprovalMode(string mode) => new(mode, ["--approval-mode", mode]);
}
