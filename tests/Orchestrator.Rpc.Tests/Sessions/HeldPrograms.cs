using System.Collections.Immutable;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>A holder of programs that are none: what it holds is made up by a test, and what is done to it is noted.</summary>
internal sealed class HeldPrograms : ITerminalHolder
{
    private readonly Dictionary<HeldReport, HeldProgram> _programs = [];
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool EndsWithHost => false;

    /// <summary>What happened, in order, such as <c>adopt a</c>.</summary>
    public List<string> Calls { get; } = [];

    public HeldProgram Hold(string sessionId, int run, string note = "", TerminalExit? exit = null)
    {
        var report = new HeldReport(
            new TerminalLabel(sessionId, $"{run}", note), new ProcessIdentity(4242, 7, "boot"), End: 0, Fed: 0, [(0, TerminalSize.Default)], exit, HostAway: TimeSpan.Zero);
        return _programs[report] = new HeldProgram(report, Note);
    }

    /// <summary>From here on the holder answers, also those who asked before.</summary>
    public void Answer() => _answers.TrySetResult();

    public async Task<ImmutableArray<HeldReport>> FindHeldAsync(CancellationToken cancellationToken)
    {
        await _answers.Task.WaitAsync(cancellationToken);
        return [.. _programs.Keys];
    }

    public IHeldTerminal Adopt(HeldReport held, ITerminalSink sink, long from)
    {
        Note($"adopt {held.Label.SessionId}");
        var program = _programs[held];
        program.Sink = sink;
        if (held.Exit is not null) sink.OnExited(held.Exit);
        return program;
    }

    public Task<IHeldTerminal> StartAsync(TerminalLabel label, LaunchSpec spec, ITerminalSink sink, CancellationToken cancellationToken)
    {
        Note($"start {label.SessionId}");
        return Task.FromResult<IHeldTerminal>(new HeldProgram(
            new HeldReport(label, new ProcessIdentity(5, 5, "boot"), 0, 0, [(0, spec.Size)], null, TimeSpan.Zero), Note) { Sink = sink });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Note(string call)
    {
        lock (Calls) Calls.Add(call);
    }

    internal sealed class HeldProgram(HeldReport report, Action<string> note) : IHeldTerminal
    {
        public ITerminalSink? Sink { get; set; }

        public HeldReport Report => report;

        public ProcessIdentity Identity => report.Identity;
        public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key) => TryWrite(text) && TryWrite(new[] { key });


        public bool TryWrite(ReadOnlyMemory<byte> bytes) => true;

        public void Resize(TerminalSize size, long position) => note($"resize {report.Label.SessionId}");

        public void Interrupt() => note($"interrupt {report.Label.SessionId}");

        public Task StopAsync(StopGrace grace)
        {
            note($"stop {report.Label.SessionId}");
            Sink?.OnExited(new TerminalExit(null, "SIGTERM"));
            return Task.CompletedTask;
        }

        public void Forget() => note($"forget {report.Label.SessionId}");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
