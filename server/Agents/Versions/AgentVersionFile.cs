using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Agents.Versions;

/// <summary>What a program once said of its version.</summary>
/// <param name="Stamp">The program that said it.</param>
/// <param name="Version">Its version; null when it did not say.</param>
internal sealed record KnownVersion(ProgramStamp Stamp, string? Version);

/// <summary>
/// The versions of programs on disk, so that an unchanged program is asked once and not by every host. It can be lost at
/// any time: then programs are asked again.
/// </summary>
internal sealed class AgentVersionFile(string path, ILogger logger)
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string Name = "agents.json";

    /// <summary>What is known of the programs that are still as they were. A damaged file says nothing.</summary>
    public ImmutableDictionary<string, KnownVersion> Read()
    {
        try
        {
            if (!File.Exists(path)) return ImmutableDictionary<string, KnownVersion>.Empty;
            var known = JsonSerializer.Deserialize(File.ReadAllBytes(path), AgentVersionJson.Default.KnownVersionArray) ?? [];
            return known
                .Where(each => each is { Stamp.Path: not null } && ProgramStamp.Of(each.Stamp.Path) == each.Stamp)
                .DistinctBy(each => each.Stamp.Path)
                .ToImmutableDictionary(each => each.Stamp.Path);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The known versions of agents cannot be read and are asked for again: {Reason}", exception.Message);
            return ImmutableDictionary<string, KnownVersion>.Empty;
        }
    }

    /// <summary>Puts the file in place of the one before at once, so that a crash leaves one of them.</summary>
    public void Write(IEnumerable<KnownVersion> versions)
    {
        try
        {
            var next = path + ".new";
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes([.. versions], AgentVersionJson.Default.KnownVersionArray));
            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They are known to this host all the same; the next one asks again.
            logger.LogWarning("The versions of agents cannot be stored: {Reason}", exception.Message);
        }
    }
}

/// <summary>Serialisers of the file, generated when the program is built.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KnownVersion[]))]
internal sealed partial class AgentVersionJson : JsonSerializerContext;
