namespace Orchestrator.Common;

/// <summary>Where the host of one user keeps its state. One host at a time owns such a folder.</summary>
internal sealed class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private StateFolder(string root) => Root = root;

    public string Root { get; }

    public string LockFile => Path.Combine(Root, "host.lock");

    public string HolderLockFile => Path.Combine(Root, "hold.lock");

    public string DatabaseFile => Path.Combine(Root, "orchestrator.db");

    public string LogFolder => Path.Combine(Root, "logs");

    public string TerminalFolder => Path.Combine(Root, "terminals");

    /// <summary>
    /// Opens the folder, makes it if it is missing, and takes it away from everybody else: prompts, output and
    /// environment values live in it.
    /// </summary>
    public static StateFolder Open(string? path = null)
    {
        var root = Path.GetFullPath(path ?? DefaultPath());
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(root);
        }
        else
        {
            Directory.CreateDirectory(root, OwnerOnly);
            if (File.GetUnixFileMode(root) != OwnerOnly) File.SetUnixFileMode(root, OwnerOnly);
        }

        return new StateFolder(root);
    }

    private static string DefaultPath()
    {
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_HOME") is { Length: > 0 } home) return home;
        return Path.Combine(PlatformFolder(), "orchestrator");
    }

    private static string PlatformFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Application Support");
        return Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
            ? state
            : Path.Combine(home, ".local", "state");
    }
}
