namespace Orchestrator.Terminals.Holding;

/// <summary>Whether what programs print can be stored; tells the host when that changes. Any thread may call.</summary>
internal sealed class HolderSpoolHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SpooledTerminal, string> _failing = [];
    private HolderPipe? _host;

    /// <summary>A host is there; it is told when all is not well.</summary>
    public void Attach(HolderPipe host)
    {
        lock (_gate)
        {
            _host = host;
            if (_failing.Count > 0) host.Send(new HolderMessage.SpoolState(_failing.Values.First()));
        }
    }

    /// <summary>No host is there.</summary>
    public void Detach()
    {
        lock (_gate) _host = null;
    }

    /// <summary>What this terminal prints can no longer be stored, for this reason, or can again.</summary>
    public void Note(SpooledTerminal terminal, IOException? failure)
    {
        lock (_gate)
        {
            var wasWell = _failing.Count == 0;
            if (failure is null) _failing.Remove(terminal);
            else _failing[terminal] = failure.Message;
            if (wasWell != (_failing.Count == 0)) _host?.Send(new HolderMessage.SpoolState(failure?.Message));
        }
    }
}
