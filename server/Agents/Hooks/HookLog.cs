using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Agents.Hooks;

/// <summary>
/// What one run of a session's program tells by its hooks: a file to which each hook appends a line. A hook needs no host for
/// that and waits for nobody, and what happens while no host runs is read by the next one.
/// </summary>
internal static class HookLog
{
    /// <summary>A session that tells so much says nothing that is read.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    // Hooks of one program can end at the same moment. One that cannot write by then is lost, and keeps nobody waiting.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    /// <summary>The file of a run.</summary>
    /// <param name="folder">The folder of all sessions' hooks.</param>
    /// <param name="sessionId">The session; its id has no dot.</param>
    /// <param name="run">Number of the run.</param>
    public static string PathOf(string folder, string sessionId, int run) => Path.Combine(folder, $"{sessionId}.{run}.jsonl");

    /// <summary>The session that a file is of.</summary>
    public static string SessionOf(string path) => Path.GetFileName(path).Split('.')[0];

    /// <summary>The run that a file is of; 0 when it is none's.</summary>
    public static int RunOf(string path) => Path.GetFileName(path).Split('.') is [_, var run, ..] && int.TryParse(run, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Appends a line. Where that is not possible it is lost: a hook never troubles its program.</summary>
    public static void Append(string path, ReadOnlySpan<byte> line)
    {
        byte[] bytes = [.. line, (byte)'\n'];
        var begun = Stopwatch.GetTimestamp();
        while (!TryAppend(path, bytes) && Stopwatch.GetElapsedTime(begun) < LongestWait) Thread.Yield();
    }

    /// <summary>Forgets what all runs of a session told.</summary>
    public static void Clear(string folder, string sessionId)
    {
        try
        {
            foreach (var path in Directory.GetFiles(folder, sessionId + ".*.jsonl")) File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // They are in nobody's way.
        }
    }

    private static bool TryAppend(string path, byte[] bytes)
    {
        try
        {
            // Alone in the file, or two lines could be written over each other.
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            if (file.Position + bytes.Length <= MaxBytes) file.Write(bytes);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // The state folder is gone, and nobody will ask.
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
