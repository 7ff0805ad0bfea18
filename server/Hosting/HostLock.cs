using System.Globalization;
using System.Text;
using Orchestrator.Common;

namespace Orchestrator.Hosting;

/// <summary>
/// Makes one process the host of a state folder. The system lets go of the lock when the process ends, however it
/// ends; a file that is left behind locks nothing.
/// </summary>
internal sealed class HostLock : IDisposable
{
    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process has it.</summary>
    public static HostLock? TryTake(StateFolder folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // The one failure of opening a file in our own folder for writing is that a host holds it.
            return null;
        }

        // For people and scripts that look for the host.
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
        return new HostLock(file);
    }

    public void Dispose() => _file.Dispose();
}
