using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Windows;

/// <summary>
/// Owns a job: a process and all it starts. They end with the job, also when this process is killed.
/// Not yet run on Windows.
/// </summary>
internal sealed unsafe class ProcessJob : IDisposable
{
    private readonly SafeFileHandle _job;

    public ProcessJob()
    {
        const int ExtendedLimits = 9, FlagsOffset = 16, LimitBytes = 144;
        const uint KillOnClose = 0x2000;
        _job = new SafeFileHandle(Kernel32.CreateJob(0, 0), ownsHandle: true);
        var limits = stackalloc byte[LimitBytes];
        new Span<byte>(limits, LimitBytes).Clear();
        *(uint*)(limits + FlagsOffset) = KillOnClose;
        if (_job.IsInvalid || !Kernel32.SetJobLimits(_job, ExtendedLimits, limits, LimitBytes))
        {
            _job.Dispose();
            throw WindowsProcesses.Failure("A group for the process could not be made");
        }
    }

    /// <summary>Takes in a process that has not run yet.</summary>
    public void Add(nint process)
    {
        if (!Kernel32.AssignToJob(_job, process))
            throw WindowsProcesses.Failure("The process could not be put into its group");
    }

    /// <summary>False when no process was left.</summary>
    public bool HasLiving()
    {
        const int Accounting = 1, AccountingBytes = 48, ActiveOffset = 40;
        var answer = stackalloc byte[AccountingBytes];
        return Kernel32.QueryJob(_job, Accounting, answer, AccountingBytes, 0) && *(uint*)(answer + ActiveOffset) > 0;
    }

    public void Kill() => Kernel32.TerminateJob(_job, 1);

    public void Dispose() => _job.Dispose();
}
