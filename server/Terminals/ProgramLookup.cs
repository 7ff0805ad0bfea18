using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals;

/// <summary>Finds the program and checks the folder of a launch, so that each failure names the thing and a way out.</summary>
internal static class ProgramLookup
{
    /// <summary>The absolute path of the program of <paramref name="spec"/>, whose folder exists and can be entered.</summary>
    /// <exception cref="LaunchFailedException">The folder or the program cannot be used.</exception>
    public static string Find(LaunchSpec spec)
    {
        CheckText(spec);
        CheckFolder(spec.WorkingDirectory);
        return Find(spec.File, spec.Environment, spec.WorkingDirectory);
    }

    /// <summary>
    /// The absolute path of <paramref name="file"/>: as it stands when it names a folder, else the first on the PATH
    /// of <paramref name="environment"/>. An empty entry of the PATH is skipped: it would mean the agent's own folder.
    /// </summary>
    /// <exception cref="LaunchFailedException">It does not exist or is no program.</exception>
    public static string Find(string file, IReadOnlyDictionary<string, string> environment, string folder)
    {
        if (file.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(file))
        {
            var path = Path.Combine(folder, file);
            return Candidates(path, environment).FirstOrDefault(candidate => Refusal(candidate) is null)
                ?? throw new LaunchFailedException(Refusal(path)!);
        }

        if (file.Length == 0)
            throw new LaunchFailedException("No program is given to start. Check the agent's command.");
        if (!TryGetPath(environment, out var entries))
            throw new LaunchFailedException($"'{file}' cannot be looked up: this session has no PATH. Set PATH, or give the program's full path.");

        string? refusal = null;
        foreach (var entry in entries.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var candidate in Candidates(Path.Combine(folder, entry, file), environment))
            {
                if (Refusal(candidate) is not { } reason)
                    return candidate;
                if (File.Exists(candidate))
                    refusal ??= reason;
            }
        }

        throw new LaunchFailedException(
            refusal ?? $"'{file}' is not on the PATH of this session. Install it, add its folder to PATH, or give its full path.");
    }

    private static bool TryGetPath(IReadOnlyDictionary<string, string> environment, out string path)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        path = environment.FirstOrDefault(pair => pair.Key.Equals("PATH", comparison)).Value ?? "";
        return path.Length > 0;
    }

    // On Windows a name without extension means the first of PATHEXT that exists.
    private static IEnumerable<string> Candidates(string path, IReadOnlyDictionary<string, string> environment)
    {
        if (!OperatingSystem.IsWindows() || Path.HasExtension(path))
            return [path];
        var extensions = environment.GetValueOrDefault("PATHEXT", ".COM;.EXE;.BAT;.CMD");
        return extensions.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(extension => path + extension);
    }

    private static string? Refusal(string path)
    {
        if (Directory.Exists(path))
            return $"'{path}' is a folder, not a program. Give the path of the program in it.";
        if (!File.Exists(path))
            return $"'{path}' does not exist. Check the path, or install the program.";
        if (!OperatingSystem.IsWindows() && Libc.Access(path, UnixConstants.CanExecute) != 0)
            return $"'{path}' is not executable. Make it so (chmod +x), or check that it is the program you mean.";
        return null;
    }

    private static void CheckFolder(string folder)
    {
        if (File.Exists(folder))
            throw new LaunchFailedException($"The folder '{folder}' is a file. Choose a folder to work in.");
        if (!Directory.Exists(folder))
            throw new LaunchFailedException($"The folder '{folder}' does not exist. Create it, or choose another folder.");
        if (!OperatingSystem.IsWindows() && Libc.Access(folder, UnixConstants.CanExecute) != 0)
            throw new LaunchFailedException($"The folder '{folder}' may not be entered by this user. Change its permissions, or choose another folder.");
    }

    // The system ends a text at its first NUL: what comes after would silently be lost.
    private static void CheckText(LaunchSpec spec)
    {
        if (spec.Arguments.Any(argument => argument.Contains('\0')))
            throw new LaunchFailedException($"An argument of '{spec.File}' contains a NUL character, which no program can be given. Remove it.");
        foreach (var (name, value) in spec.Environment)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0') || value.Contains('\0'))
                throw new LaunchFailedException($"The environment variable '{name}' cannot be set: its name or value holds a character that is not allowed there.");
        }
    }
}
