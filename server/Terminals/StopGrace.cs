namespace Orchestrator.Terminals;

/// <summary>How long each step of a stop waits before the next, harder one. A step of zero is left out.</summary>
/// <param name="Interrupt">After Ctrl-C: most agents need two of them or none, so this is short.</param>
/// <param name="Terminate">After hang-up and termination: time to save and to end what they started.</param>
/// <param name="Remains">For what outlives its leader, which was hung up and terminated as well.</param>
internal sealed record StopGrace(TimeSpan Interrupt, TimeSpan Terminate, TimeSpan Remains)
{
    /// <summary>
    /// At most four seconds in all. Well-behaved agents end in 0.3 s; what needs longer is stuck.
    /// </summary>
    public static readonly StopGrace Default =
        new(Interrupt: TimeSpan.FromSeconds(1), Terminate: TimeSpan.FromSeconds(3), Remains: TimeSpan.FromMilliseconds(200));

    /// <summary>How long the process may take to end by itself.</summary>
    public TimeSpan Total => Interrupt + Terminate;

    /// <summary>The same steps within <paramref name="total"/>.</summary>
    public static StopGrace Within(TimeSpan total)
    {
        var interrupt = total / 4 < Default.Interrupt ? total / 4 : Default.Interrupt;
        return total <= TimeSpan.Zero ? None : new StopGrace(interrupt, total - interrupt, Default.Remains);
    }

    /// <summary>Straight to the kill.</summary>
    public static readonly StopGrace None = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
}
