using System.Buffers;

namespace Orchestrator.Screens;

/// <summary>
/// What became of one portion of output. Made once and reused: what it holds is valid until the next
/// <see cref="Screen.Feed"/>.
/// </summary>
internal sealed class ScreenOutput
{
    /// <summary>Most signals of one portion; a flood of them says nothing more. Status reports are kept before all others.</summary>
    public const int MaxSignals = 64;

    private readonly ArrayBufferWriter<byte> _visible = new();
    private readonly ArrayBufferWriter<byte> _answers = new();
    private readonly List<ScreenSignal> _signals = [];

    /// <summary>
    /// The bytes for viewers: the output without device queries and other things that must not reach a viewer. They
    /// always end outside any sequence and any character; the beginning of an unfinished one is kept back.
    /// </summary>
    public ReadOnlyMemory<byte> Visible => _visible.WrittenMemory;

    /// <summary>Answers to device queries, to be written to the program's input.</summary>
    public ReadOnlyMemory<byte> Answers => _answers.WrittenMemory;

    /// <summary>What the program said about itself, in order.</summary>
    public IReadOnlyList<ScreenSignal> Signals => _signals;

    internal ArrayBufferWriter<byte> VisibleWriter => _visible;

    internal ArrayBufferWriter<byte> AnswerWriter => _answers;

    internal void Add(ScreenSignal signal)
    {
        if (_signals.Count >= MaxSignals)
        {
            // No flood hides that the program waits for a person, or waits no longer.
            if (signal is not ScreenSignal.StatusReported) return;
            _signals.RemoveAt(0);
        }

        _signals.Add(signal);
    }

    internal void Clear()
    {
        _visible.ResetWrittenCount();
        _answers.ResetWrittenCount();
        _signals.Clear();
    }
}
