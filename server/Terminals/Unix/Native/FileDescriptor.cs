using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>
/// Owns one open file descriptor. Closing waits for calls under way, so that a late write can never reach
/// another file that was given the same number.
/// </summary>
internal sealed class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    private FileDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Owns <paramref name="descriptor"/>, the result of a call that answers -1 on failure.</summary>
    /// <exception cref="LaunchFailedException">The call failed; <paramref name="what"/> begins the sentence.</exception>
    public static FileDescriptor OwnOrThrow(int descriptor, string what)
    {
        if (descriptor >= 0)
            return new FileDescriptor(descriptor);

        var error = Marshal.GetLastPInvokeError();
        throw new LaunchFailedException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Owns <paramref name="descriptor"/>, or nothing: then <see cref="SafeHandle.IsInvalid"/>.</summary>
    public static FileDescriptor Own(int descriptor) => new(descriptor);

    // A descriptor is gone after close whatever close answers, also when interrupted: never tried twice.
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
