using Orchestrator.Rpc.Tests.Architecture;

namespace Orchestrator.Rpc.Tests.Agents.Dialogs;

/// <summary>
/// What the server's screen showed of the real programs: claude 2.1.329, codex 0.169.0, gemini 0.61.0, kimi 2.1.0,
/// copilot 1.0.102 and qwen 0.24.4 in the folder <c>/src/repo</c>, 120x40; those called narrow in a folder below it, 44x30.
/// </summary>
internal static class RecordedScreens
{
    private const string Place = "tests/Orchestrator.Rpc.Tests/Agents/Dialogs/Screens";

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, Place)).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    public static string Read(string name) => Repository.Read($"{Place}/{name}.txt");
}
