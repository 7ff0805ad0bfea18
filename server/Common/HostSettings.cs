using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Common;

/// <summary>What the user of a state folder wants of its host.</summary>
/// <param name="MaxRunningSessions">Most sessions with a process, 1 to 10000; beyond it idle ones are suspended. Absent for no limit.</param>
/// <param name="MemoryCeilingMb">Most MiB of memory that all sessions' processes use, 1 to 1048576. Absent for no limit.</param>
/// <param name="LeastIdleMinutes">How long a session must have been idle before it may be suspended, 1 to 10080; default 15.</param>
/// <param name="Agents">The user's own agents by their ids; what each is, the folder of agents reads.</param>
/// <param name="Prices">What models cost, by their names; likewise.</param>
/// <param name="TrustedFolders">Folders that agents may trust; likewise.</param>
internal sealed record HostSettings(
    int? MaxRunningSessions = null,
    int? MemoryCeilingMb = null,
    int? LeastIdleMinutes = null,
    JsonElement? Agents = null,
    JsonElement? Prices = null,
    JsonElement? TrustedFolders = null)
{
    private const int UsualIdleMinutes = 15;

    /// <summary>True when something is limited.</summary>
    public bool IsLimited => MaxRunningSessions is not null || MemoryCeilingMb is not null;

    public TimeSpan LeastIdle => TimeSpan.FromMinutes(LeastIdleMinutes ?? UsualIdleMinutes);

    /// <summary>What is wrong with the limits, for the user; null when nothing is.</summary>
    public string? LimitProblem =>
        Problem(MaxRunningSessions, "maxRunningSessions", 10_000)
        ?? Problem(MemoryCeilingMb, "memoryCeilingMb", 1_048_576)
        ?? Problem(LeastIdleMinutes, "leastIdleMinutes", 10_080);

    /// <exception cref="JsonException">It is not to be understood.</exception>
    public static HostSettings Parse(string text) => JsonSerializer.Deserialize(text, HostSettingsJson.Default.HostSettings) ?? new HostSettings();

    private static string? Problem(int? value, string name, int most) =>
        value is < 1 || value > most ? $"'{name}' in '{SettingsFile.Name}' is {value}; it is a number from 1 to {most}." : null;
}

/// <summary>Serialisers of the settings, generated when the program is built, because every host reads them at its start.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HostSettings))]
internal sealed partial class HostSettingsJson : JsonSerializerContext;
