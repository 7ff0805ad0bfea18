namespace Orchestrator.Terminals.Unix.Native;

/// <summary>Numbers of the system's headers that differ between Linux and macOS, and those that do not.</summary>
internal static class UnixConstants
{
    private static readonly bool Mac = OperatingSystem.IsMacOS();

    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public static readonly int NoControllingTerminal = Mac ? 0x20000 : 0x100;
    public static readonly int CloseOnExec = Mac ? 0x1000000 : 0x80000;

    public const int CanExecute = 1;

    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;
    public const int ArgumentsTooLong = 7;
    public const int BadExecutable = 8;
    public const int NoChild = 10;
    public const int OutOfMemory = 12;
    public const int AccessDenied = 13;
    public const int NotSupported = 38;
    public static readonly int TryAgain = Mac ? 35 : 11;

    public static readonly nuint SetWindowSize = Mac ? 0x80087467u : 0x5414u;
    public static readonly nuint SignalForegroundGroup = Mac ? 0x2000745fu : 0x40045436u;
    public static readonly nuint SetNonBlocking = Mac ? 0x8004667eu : 0x5421u;

    public const int WaitForPid = 1;
    public const int WaitNoHang = 1;
    public const int WaitExited = 4;
    public static readonly int WaitWithoutReaping = Mac ? 0x20 : 0x1000000;
}
