using Microsoft.Win32.SafeHandles;

namespace Orchestrator.FakeAgent;

/// <summary>
/// The standard streams as plain files: the console class sets up the terminal and says so in escape sequences, which
/// tests would have to expect.
/// </summary>
internal static class Streams
{
    public static Stream Input => OperatingSystem.IsWindows() ? Console.OpenStandardInput() : Open(0, FileAccess.Read);

    public static Stream Output => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : Open(1, FileAccess.Write);

    public static Stream Error => OperatingSystem.IsWindows() ? Console.OpenStandardError() : Open(2, FileAccess.Write);

    private static FileStream Open(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
}
