using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Dialogs;

/// <summary>
/// The dialogs of the built-in agents: words and keys as claude 2.1.329, codex 0.169.0, gemini 0.61.0, kimi 2.1.0,
/// copilot 1.0.102 and qwen 0.24.4 have them. Of those to which no key is given nothing is ever typed.
/// </summary>
internal static class KnownDialogs
{
    private const string AsksForTrust = "Asks whether to trust this folder";
    private const string AsksToSignIn = "Asks to sign in";

    // Accessing workspace: /src/repo Quick safety check: … Security guide ❯ No, exit Yes, I trust this folder Enter to confirm · Esc to cancel
    public static AgentStartUp Claude { get; } = new(
        @"\? for shortcuts|\(shift\+tab to cycle\)",
        new AgentDialog(AsksForTrust, @"Accessing workspace: (?<folder>.+?) Quick safety check: .*Yes, I trust this folder Enter to confirm · Esc to cancel")
        {
            Report = "trust this folder",
            // Return alone would take the first choice, which ends the program.
            YesKeys =
            [
                new DialogKey("\e[B", "❯ No, exit Yes, I trust this folder Enter to confirm"),
                new DialogKey("\r", "No, exit ❯ Yes, I trust this folder Enter to confirm"),
            ],
        },
        new AgentDialog("Asks to choose a theme", "Choose the text style that looks best with your terminal .*Syntax theme: [^❯]*"),
        new AgentDialog(AsksToSignIn, "Select login method: .*3rd-party platform[^❯]*"),
        new AgentDialog(
            "Asks whether to use the API key of its environment",
            @"Detected a custom API key in your environment .*Do you want to use this API key\? .*Enter to confirm · Esc to cancel"),
        new AgentDialog(
            "Asks to accept its bypass permissions mode",
            "WARNING: Claude Code running in Bypass Permissions mode .*Yes, I accept Enter to confirm · Esc to cancel"));

    // Folder access /src/repo Trust this folder? Codex can … › 1. Trust and continue 2. Back to Agent Command Center enter continue · esc back
    public static AgentStartUp Codex { get; } = new(
        @"\? for shortcuts",
        new AgentDialog(AsksForTrust, @"Folder access .*Trust this folder\? .*1\. Trust and continue .*enter continue · esc back"),
        new AgentDialog(AsksToSignIn, "Welcome to Codex.* Sign in with ChatGPT .*Press enter to continue"),
        new AgentDialog("Asks to review new or changed hooks", "Hooks need review .*enter confirm · esc skip"),
        new AgentDialog("Asks whether to use a new model", @"Meet .*Use existing model enter/esc confirm · \^c quit"))
    {
        WaitsForReport = true,
    };

    // Do you trust the files in this folder? … ● 1. Trust folder (repo) 2. Trust parent folder (src) 3. Don't trust
    public static AgentStartUp Gemini { get; } = new(
        "> Type your message",
        new AgentDialog(AsksForTrust, @"Do you trust the files in this folder\? .*1\. Trust folder .*3\. Don't trust"),
        new AgentDialog(AsksToSignIn, @"How would you like to authenticate for this project\? .*\(Use Enter to select\)[^>]*"))
    {
        WaitsForComposer = true,
        WillAsk = GeminiTrust.WillAsk,
    };

    /// <summary>
    /// What Gemini asks amid a turn. Its title is the same for a question, for a permission, and for a command that reads its
    /// input; and says that it works while it asks what to do about a limit.
    /// </summary>
    public static ImmutableArray<AgentDialog> GeminiTurns { get; } =
    [
        // Answer Questions Which colour? ● 1. Red 2. Blue … Enter to select · ↑/↓ to navigate · Esc to cancel
        new("Asks a question", "Answer Questions .* · Esc to cancel"),
        // ? Shell touch x.txt … Allow execution of [Shell]? ● 1. Allow once 2. Allow for this session 3. No, suggest changes (esc)
        new("Asks for permission", @"\d\. No, suggest changes \(esc\)") { Activity = SessionActivity.NeedsApproval },
        new("Asks to approve its plan", @"Ready to start implementation\? .* · Esc to cancel") { Activity = SessionActivity.NeedsApproval },
        // Stands above the composer.
        new("Waits for the input of a command", @"! Shell awaiting input \(Tab to focus\).*"),
        // Usage limit reached for gemini-2.5-flash. Access resets at 3:15 PM UTC. /stats model for usage details … ● 1. Keep trying 2. Stop
        new(
            "Has reached a usage limit",
            @"(?<told>(?:Usage limit reached|We are currently experiencing high demand)[^/]{1,200}?) /(?:stats|model) .*\d\. Stop(?: - Abort request)?")
        {
            Activity = SessionActivity.Limited,
        },
    ];

    // Trust this folder? ↑↓ navigate · Enter select · Esc exit /src/repo Project-level MCP servers … ❯ Trust this folder … Asked again next launch.
    public static AgentStartUp Kimi { get; } = new(
        @"context: \d",
        new AgentDialog(
            AsksForTrust,
            @"Trust this folder\? ↑↓ navigate · Enter select · Esc exit (?<folder>.+?) Project-level MCP servers .*Don't trust Exit Kimi Code\. Asked again next launch\.")
        {
            YesKeys = [new DialogKey("\r", "❯ Trust this folder Enable project MCP servers")],
        })
    {
        WaitsForComposer = true,
    };

    // Confirm folder trust /src/repo Copilot can read files … ❯ 1. Yes 2. Yes, and remember … 3. No (Esc) ↑/↓ to navigate · enter to select · esc to cancel
    // Its banner stands above them, so that none of them stands alone.
    public static AgentStartUp Copilot { get; } = new(
        "(?:Interactive|Plan|Autopilot) · [A-Z]|esc esc (?:interrupt|edit prompt)",
        new AgentDialog(
            AsksForTrust,
            @"Confirm folder trust (?<folder>.+?) Copilot can read files .*Do you trust the files in this folder\? .*3\. No \(Esc\) ↑/↓ to navigate · enter to select · esc to cancel"),
        new AgentDialog(
            "Asks which permissions its autopilot gets",
            @"Enable autopilot mode .*1\. Enable all permissions .*3\. Cancel \(Esc\) ↑/↓ to navigate · enter to select · esc to cancel"))
    {
        WaitsForComposer = true,
    };

    // Do you trust this folder? … › 1. Trust folder (repo) 2. Trust parent folder (src) 3. Don't trust (esc)
    public static AgentStartUp Qwen { get; } = new(
        "> Type your message",
        new AgentDialog(AsksForTrust, @"Do you trust this folder\? .*1\. Trust folder .*3\. Don't trust \(esc\)"),
        new AgentDialog(AsksToSignIn, @"Connect a Provider .*Terms of Services and Privacy Notice: https://\S+"))
    {
        WaitsForComposer = true,
    };
}
