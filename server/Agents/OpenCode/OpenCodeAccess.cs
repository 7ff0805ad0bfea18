using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Agents.OpenCode;

/// <summary>
/// How the API of one run of OpenCode is reached. It stands in a file beside what hooks tell, so that the next host, which
/// finds the program still running, can go on; it goes into no record, no message and no log.
/// </summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Port">Port of the loopback address.</param>
/// <param name="Password">What the API wants to be told.</param>
internal sealed record OpenCodeAccess(int Run, int Port, string Password)
{
    private const int PasswordBytes = 32;

    /// <summary>Access for a run that is about to be started.</summary>
    public static OpenCodeAccess New(int run, int port) => new(run, port, RandomNumberGenerator.GetHexString(2 * PasswordBytes, lowercase: true));

    /// <summary>The file of a session.</summary>
    public static string PathOf(string folder, string sessionId) => Path.Combine(folder, $"{sessionId}.api.json");

    /// <summary>The access to a run; null when it has none.</summary>
    public static OpenCodeAccess? TryRead(string folder, string sessionId, int run)
    {
        try
        {
            var access = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(folder, sessionId)), OpenCodeAccessJson.Default.OpenCodeAccess);
            return access is { Password: not null, Port: > 0 and <= ushort.MaxValue } && access.Run == run ? access : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Then the session is told of by its records alone.
            return null;
        }
    }

    /// <summary>Forgets the access to a session's program.</summary>
    public static void Clear(string folder, string sessionId)
    {
        try
        {
            File.Delete(PathOf(folder, sessionId));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What it opens is gone.
        }
    }

    /// <summary>Keeps it, for this user alone; false when that is not possible.</summary>
    public bool TryWrite(string folder, string sessionId)
    {
        try
        {
            // A file that is there keeps the mode that it has.
            File.Delete(PathOf(folder, sessionId));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(PathOf(folder, sessionId), options);
            JsonSerializer.Serialize(file, this, OpenCodeAccessJson.Default.OpenCodeAccess);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A record tells all of its members where it is printed.
    public override string ToString() => $"run {Run}";
}

/// <summary>Serialisers of the kept form.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OpenCodeAccess))]
internal sealed partial class OpenCodeAccessJson : JsonSerializerContext;
