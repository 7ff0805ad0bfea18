using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace Orchestrator.Rpc.Tests.Terminals;

/// <summary>Launch specs of the fake agent and of the system's shell, in a plain environment.</summary>
internal static class TestAgent
{
    public static readonly ImmutableDictionary<string, string> Environment = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("PATH", System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"),
        KeyValuePair.Create("HOME", Path.GetTempPath()),
        KeyValuePair.Create("TERM", "xterm-256color"),
        KeyValuePair.Create("LANG", "C.UTF-8"),
        KeyValuePair.Create("DOTNET_ROOT", DotnetRoot),
    ]);

    public static string File { get; } = typeof(TestAgent).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FakeAgentPath").Value!;

    private static string DotnetRoot =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    public static LaunchSpec Spec(params string[] arguments) => Launch(File, arguments);

    public static LaunchSpec Shell(string script) => Launch("/bin/sh", "-c", script);

    public static LaunchSpec Launch(string file, params string[] arguments) =>
        new(file, [.. arguments], Path.GetTempPath(), Environment, TerminalSize.Default);

    public static int Number(string text) => int.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
