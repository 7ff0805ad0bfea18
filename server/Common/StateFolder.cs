namespace Orchestrator.Common;

/// <summary>Where the host of one user keeps its state. One host at a time owns such a folder.</summary>
internal sealed class StateFolder
{
    /// <summary>Name of <see cref="TerminalFolder"/>, which has a folder for each session that printed something.</summary>
    public const string TerminalFolderName = "terminals";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private StateFolder(string root) => Root = root;

    public string Root { get; }

    public string LockFile => Path.Combine(Root, "host.lock");

    public string HolderLockFile => Path.Combine(Root, "hold.lock");

    public string DatabaseFile => Path.Combine(Root, "orchestrator.db");

    public string LogFolder => Path.Combine(Root, "logs");

    /// <summary>Where agents' hooks write.</summary>
    public string HookFolder => Path.Combine(Root, "hooks");

    public string TerminalFolder => Path.Combine(Root, TerminalFolderName);

    /// <summary>
    /// Opens the folder, makes it if it is missing, and takes it away from everybody else: prompts, output and
    /// environment values live in it.
    /// </summary>
    /// <exception cref="StateFolderException">It cannot be made, or is not this user's.</exception>
    public static StateFolder Open(string? path = null)
    {
        var root = Path.GetFullPath(path ?? DefaultPath());
        try
        {
            Make(root);
            return new StateFolder(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(root, exception);
        }
    }

    /// <summary>Asked before a host begins; one that runs can be reached whether or not its folder can be written.</summary>
    /// <exception cref="StateFolderException">Nothing can be written into it.</exception>
    public void RequireWritable()
    {
        var probe = Path.Combine(Root, $"writable-{Guid.NewGuid():N}");
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(Root, exception);
        }
    }

    private static void Make(string root)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(root);
            return;
        }

        Directory.CreateDirectory(root, OwnerOnly);
        if (File.GetUnixFileMode(root) != OwnerOnly) File.SetUnixFileMode(root, OwnerOnly);
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

/// <summary>The state folder cannot be used. The message is for the user, on the machine the folder is on.</summary>
internal sealed class StateFolderException(string folder, Exception inner) : Exception(
    $"The state folder '{folder}' cannot be used: {inner.Message} Make it a folder that you can write to, or set ORCHESTRATOR_HOME to another one.",
    inner);
