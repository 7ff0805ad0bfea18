namespace Orchestrator.Terminals;

/// <summary>Tells a process from a later one with the same pid, also after a reboot.</summary>
/// <param name="Pid">Process id, also the id of its process group and terminal session.</param>
/// <param name="StartTime">Start time in the system's own unit and clock; compared, never interpreted.</param>
/// <param name="BootId">Which boot of the machine the two numbers belong to.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string BootId);
