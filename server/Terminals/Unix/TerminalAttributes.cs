using System.Runtime.InteropServices;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// Gives a fresh terminal the line settings every terminal program starts its shell with: UTF-8, echo, line editing
/// with the erase key sending DEL, carriage return read as newline, and newline written as both.
/// </summary>
internal static unsafe class TerminalAttributes
{
    private const int Now = 0;

    public static void Apply(FileDescriptor terminal)
    {
        // Larger than the structure of either system; speeds and fields not named here keep what the system chose.
        var buffer = stackalloc byte[128];
        if (Libc.GetTerminalAttributes(terminal, buffer) != 0)
            throw Failure();

        if (OperatingSystem.IsMacOS())
            Fill((MacAttributes*)buffer);
        else
            Fill((LinuxAttributes*)buffer);
        if (Libc.SetTerminalAttributes(terminal, Now, buffer) != 0)
            throw Failure();
    }

    private static LaunchFailedException Failure() =>
        new($"A terminal could not be set up: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    private static void Fill(LinuxAttributes* attributes)
    {
        attributes->Input = 0x4502; // BRKINT, ICRNL, IXON, IUTF8
        attributes->Output = 0x5; // OPOST, ONLCR
        attributes->Control = (attributes->Control & ~0x330u) | 0xB0; // CS8, CREAD, no parity
        attributes->Local = 0x8A3B; // ISIG, ICANON, ECHO, ECHOE, ECHOK, ECHOCTL, ECHOKE, IEXTEN
        ReadOnlySpan<byte> keys = [3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0];
        keys.CopyTo(new Span<byte>(attributes->Keys, 32));
    }

    private static void Fill(MacAttributes* attributes)
    {
        attributes->Input = 0x4302; // BRKINT, ICRNL, IXON, IUTF8
        attributes->Output = 0x3; // OPOST, ONLCR
        attributes->Control = 0x4B00; // CS8, CREAD, HUPCL
        attributes->Local = 0x5CF; // ISIG, ICANON, ECHO, ECHOE, ECHOK, ECHOCTL, ECHOKE, IEXTEN
        ReadOnlySpan<byte> keys = [4, 255, 255, 127, 23, 21, 18, 255, 3, 28, 26, 25, 17, 19, 22, 15, 1, 0, 20, 255];
        keys.CopyTo(new Span<byte>(attributes->Keys, 20));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct LinuxAttributes
    {
        public uint Input, Output, Control, Local;
        public byte Discipline;
        public fixed byte Keys[32];
        public uint InputSpeed, OutputSpeed;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MacAttributes
    {
        public ulong Input, Output, Control, Local;
        public fixed byte Keys[20];
        public ulong InputSpeed, OutputSpeed;
    }
}
