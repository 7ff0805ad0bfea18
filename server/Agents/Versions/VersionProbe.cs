using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Orchestrator.Terminals;

namespace Orchestrator.Agents.Versions;

/// <summary>Asks programs for their version by running them, which costs up to two seconds and 350 MB: never while somebody waits.</summary>
internal sealed partial class VersionProbe(ImmutableDictionary<string, string> environment, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // They print one line.
    private const int MaxOutputBytes = 4096;

    /// <summary>What the program says of its version; null, and the reason in the log, when it does not say.</summary>
    /// <param name="path">Absolute path of the program.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public async Task<string?> AskAsync(string path, CancellationToken cancellationToken)
    {
        // Not in a folder of anybody's: some look for their settings in it.
        var folder = Path.GetPathRoot(path)!;
        try
        {
            var output = await CommandRunner.RunAsync(new CommandSpec(path, ["--version"], folder, environment, Longest, MaxOutputBytes), time, cancellationToken);
            if (output.Exit is { Code: 0 } && Parse(output.Text) is { } version) return version;
            logger.LogInformation("{Program} did not tell its version: {Exit}", path, output.Exit?.ToString() ?? "it printed too much");
        }
        catch (Exception exception) when (exception is LaunchFailedException or TimeoutException)
        {
            logger.LogInformation("{Program} did not tell its version: {Reason}", path, exception.Message);
        }

        return null;
    }

    /// <summary>The version in what a program printed; null when there is none.</summary>
    public static string? Parse(string text) =>
        // 2.1.329 (Claude Code)
        // codex-cli 0.169.0
        // 0.0.1790142911-g7618fb (released 2h ago)
        Version().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"(?<![\d.])\d{1,12}\.\d{1,12}\.\d{1,12}(?:[-+][0-9A-Za-z][0-9A-Za-z.+-]{0,40}(?<![.+-]))?", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
