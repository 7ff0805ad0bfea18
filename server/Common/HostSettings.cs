using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Common;

/// <summary>What the user of a state folder wants of its host: <c>settings.json</c> in that folder, read while the host runs.</summary>
/// <param name="MaxRunningSessions">Most sessions with a process, 1 to 10000; beyond it idle ones are suspended. Absent for no limit.</param>
/// <param name="MemoryCeilingMb">Most MiB of memory that all sessions' processes use, 1 to 1048576. Absent for no limit.</param>
/// <param name="LeastIdleMinutes">How long a session must have been idle before it may be suspended, 1 to 10080; default 15.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HostSettings(int? MaxRunningSessions = null, int? MemoryCeilingMb = null, int? LeastIdleMinutes = null)
{
    public const string FileName = "settings.json";

    private const int UsualIdleMinutes = 15;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>True when something is limited.</summary>
    public bool IsLimited => MaxRunningSessions is not null || MemoryCeilingMb is not null;

    public TimeSpan LeastIdle => TimeSpan.FromMinutes(LeastIdleMinutes ?? UsualIdleMinutes);

    /// <summary>Reads the file; without one nothing is limited.</summary>
    /// <exception cref="InvalidDataException">It is not to be understood; the message, for the user, says what is wrong.</exception>
    public static HostSettings Read(string path)
    {
        try
        {
            if (!File.Exists(path)) return new HostSettings();
            var settings = JsonSerializer.Deserialize<HostSettings>(File.ReadAllText(path), Options) ?? new HostSettings();
            Check(settings.MaxRunningSessions, "maxRunningSessions", 10_000);
            Check(settings.MemoryCeilingMb, "memoryCeilingMb", 1_048_576);
            Check(settings.LeastIdleMinutes, "leastIdleMinutes", 10_080);
            return settings;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{FileName}' in the state folder cannot be read: {exception.Message}", exception);
        }
    }

    private static void Check(int? value, string name, int most)
    {
        if (value is < 1 || value > most)
            throw new InvalidDataException($"'{name}' in '{FileName}' is {value}; it is a number from 1 to {most}.");
    }
}
