using System.Globalization;
using System.Text;

namespace Orchestrator.Common;

/// <summary>
/// Makes one process the only one of its role in a state folder. The system lets go of the lock when the process ends,
/// however it ends; a file that is left behind locks nothing.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process has it.</summary>
    public static ProcessLock? TryTake(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // The one failure of opening a file in our own folder for writing is that another process holds it.
            return null;
        }

        // For people and scripts that look for the process.
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
        return new ProcessLock(file);
    }

    /// <summary>True while some process has the lock.</summary>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            // As above.
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
