using System.Buffers;
using Orchestrator.Screens;

namespace Orchestrator.Terminals.Content;

/// <summary>
/// What one program's terminal shows, through all its life: the screen, the log of what viewers are told of it, and the
/// answers to what the program asks. One thread feeds it; any thread may call everything else.
/// </summary>
/// <remarks>
/// One lock holds screen, log and size together, so that a snapshot stands for exactly one position. A portion of
/// output (at most 64 KiB) and a snapshot take it for some hundred microseconds, which is less than handing either to
/// another thread and back would add to every echo; nothing that waits is done under it. Positions and bytes of the
/// log are read without it: a viewer that follows costs the program nothing.
/// </remarks>
internal sealed class TerminalScreen
{
    /// <summary>
    /// Longest suffix: a short absence costs the bytes that were missed, a long one costs a snapshot, which is about as
    /// large as this at most and is shown faster.
    /// </summary>
    public const int LongestSuffixBytes = TerminalLog.UnreadBytes;

    private const byte Cancel = 0x18;

    private readonly Lock _gate = new();
    private readonly Screen _screen;
    private readonly ScreenOutput _output = new();
    private readonly ViewerColors _colors;
    private readonly bool _isPartial;
    private volatile SizeHistory _sizes;
    private volatile TerminalFacts _facts = TerminalFacts.None;
    private IHeldTerminal? _program;
    private long _position;
    private bool _isOver;

    /// <summary>The terminal of a program that is yet to run.</summary>
    public TerminalScreen(string epoch, TerminalSize size, ViewerColors colors)
        : this(new TerminalLog(epoch), new Screen(size.Columns, size.Rows), new SizeHistory(size), colors, isPartial: false)
    {
    }

    private TerminalScreen(TerminalLog log, Screen screen, SizeHistory sizes, ViewerColors colors, bool isPartial)
    {
        Log = log;
        _screen = screen;
        _sizes = sizes;
        _colors = colors;
        _isPartial = isPartial;
        _colors.Changed += TakeColors;
        TakeColors();
    }

    /// <summary>What the program said of itself, in order. Called on the thread that feeds, outside the lock; must not block or throw.</summary>
    public event Action<ScreenSignal>? Signaled;

    /// <summary>Position after all that was fed, in what the program printed.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>What viewers are told: the program's output without what only a terminal may see, such as its questions.</summary>
    public TerminalLog Log { get; }

    /// <summary>The way into the program.</summary>
    public ProgramInput Input { get; } = new();

    /// <summary>
    /// The last sizes. Read after a position of the log, it holds every size that was in force before that position.
    /// </summary>
    public SizeHistory Sizes => _sizes;

    public TerminalSize Size => _sizes.Newest.Size;

    /// <summary>The newest of what the program said of itself.</summary>
    public TerminalFacts Facts => _facts;

    /// <summary>True while the program takes pastes in brackets (DECSET 2004).</summary>
    public bool TakesPaste
    {
        get
        {
            lock (_gate) return _screen.Modes.BracketedPaste;
        }
    }

    /// <summary>True while anything stands on the screen.</summary>
    public bool IsDrawn => !string.IsNullOrWhiteSpace(ReadText(scrollbackLines: 0).Text);

    /// <summary>The terminal of a program that has ended, as it was kept: <paramref name="log"/> is complete.</summary>
    /// <param name="log">What is kept of its output.</param>
    /// <param name="screen">Its screen at the end of the log.</param>
    /// <param name="sizeOffset">Position from which on it had its last size.</param>
    /// <param name="isPartial">True when older lines than the screen has were printed.</param>
    public static TerminalScreen Restore(TerminalLog log, Screen screen, long sizeOffset, bool isPartial)
    {
        var sizes = new SizeHistory(new TerminalSize(screen.Columns, screen.Rows), sizeOffset);
        var restored = new TerminalScreen(log, screen, sizes, new ViewerColors(), isPartial);
        restored._facts = FactsOf(screen);
        restored._isOver = true;
        restored.Input.Close();
        return restored;
    }

    /// <summary>The terminal of a program that runs on: what it printed from <paramref name="position"/> on is still to be fed.</summary>
    /// <param name="log">The log, which goes on.</param>
    /// <param name="screen">Its screen at the end of the log.</param>
    /// <param name="sizeOffset">Position of the log from which on it had that size.</param>
    /// <param name="position">The end of the log, as a position in what the program printed.</param>
    /// <param name="isPartial">True when older lines than the screen has were printed.</param>
    /// <param name="colors">The colours that programs are told when they ask.</param>
    /// <param name="known">What the program is known to have reported of itself; null for nothing.</param>
    public static TerminalScreen Resume(
        TerminalLog log, Screen screen, long sizeOffset, long position, bool isPartial, ViewerColors colors, KnownStatus? known = null)
    {
        var sizes = new SizeHistory(new TerminalSize(screen.Columns, screen.Rows), sizeOffset);
        var facts = FactsOf(screen) with { Status = known?.Status, StatusPosition = known?.Position ?? 0 };
        return new TerminalScreen(log, screen, sizes, colors, isPartial) { _facts = facts, _position = position };
    }

    /// <summary>Takes what the program printed next, answers what it asks, and announces the rest.</summary>
    public void Feed(ReadOnlySpan<byte> bytes) => Feed(Position, bytes);

    /// <summary>As <see cref="Feed(ReadOnlySpan{byte})"/>, for what was printed at <paramref name="offset"/>; what is missing before it is lost.</summary>
    /// <param name="offset">Position of the first byte, in what the program printed.</param>
    /// <param name="bytes">What it printed.</param>
    /// <param name="isAnswered">True when an earlier host has answered what it asks there.</param>
    public void Feed(long offset, ReadOnlySpan<byte> bytes, bool isAnswered = false)
    {
        lock (_gate)
        {
            // What is missing may have ended in the middle of a sequence, which must not swallow what follows.
            if (offset != _position) _screen.Feed([Cancel], _output);
            _screen.Feed(bytes, _output);
            Log.Add(_output.Visible.Span);
            Interlocked.Exchange(ref _position, offset + bytes.Length);
            // A program that has not read 4 MiB of its input reads no answer either: then it is dropped.
            if (!_output.Answers.IsEmpty && !isAnswered) Input.TryWrite(_output.Answers);
            // Set once: what was so for a moment within the portion never was, as far as a reader can tell.
            var position = _position;
            _facts = _output.Signals.Aggregate(_facts, (facts, signal) => facts.With(signal, position));
        }

        Log.Announce();
        // Only the next feeding, which is this thread's, changes what is read here.
        if (Signaled is { } signaled)
            foreach (var signal in _output.Signals) signaled(signal);
    }

    /// <summary>The program runs: input and sizes go to it, and what came before it at once.</summary>
    /// <param name="program">The program.</param>
    /// <param name="size">The size it was started with.</param>
    public void Attach(IHeldTerminal program, TerminalSize size)
    {
        lock (_gate)
        {
            // It can have ended before its starter returned.
            if (_isOver) return;
            Input.Open(program);
            _program = program;
            if (Size != size) program.Resize(Size, _position);
        }
    }

    /// <summary>
    /// Sets the size of the screen and of the program's terminal on behalf of <paramref name="by"/>; the last caller
    /// wins. What is printed from here on is for the new size. An ended terminal keeps its size: its last screen was
    /// drawn for it.
    /// </summary>
    public void Resize(TerminalSize size, object? by)
    {
        if (!size.IsValid) throw new ArgumentOutOfRangeException(nameof(size), size, "A terminal cannot have that size.");
        lock (_gate)
        {
            if (_isOver) return;
            var present = _sizes.Newest;
            if (size == present.Size && ReferenceEquals(by, present.By)) return;
            if (size == present.Size)
            {
                // Only noted: this viewer has that size, and is not told of those before it.
                _sizes = _sizes.With(present.Offset, size, by);
                return;
            }

            _sizes = _sizes.With(Log.End, size, by);
            _screen.Resize(size.Columns, size.Rows);
            _program?.Resize(size, _position);
        }

        Log.Announce();
    }

    /// <summary>This viewer is gone: the size stays, and is nobody's.</summary>
    public void Leave(object viewer)
    {
        lock (_gate)
        {
            var present = _sizes.Newest;
            if (ReferenceEquals(present.By, viewer)) _sizes = _sizes.With(present.Offset, present.Size, by: null);
        }
    }

    /// <summary>The program has ended and all its output was fed, or there will be none.</summary>
    public void Complete(TerminalExit exit)
    {
        lock (_gate)
        {
            _isOver = true;
            _program = null;
            Input.Close();
        }

        _colors.Changed -= TakeColors;
        Log.Complete(exit);
    }

    /// <summary>
    /// What a viewer that stands at <paramref name="offset"/> misses: a suffix when it is short, is all in the log and
    /// was printed at one size, else a snapshot.
    /// </summary>
    public TerminalCut Continue(long offset)
    {
        lock (_gate)
        {
            var isOld = offset >= 0 && offset < Math.Max(Log.Start, Log.End - LongestSuffixBytes);
            if (!isOld && offset >= _sizes.Newest.Offset && Log.TryReadFrom(offset, out var suffix))
                return new TerminalCut(Log.End, _sizes.Newest, IsSuffix: true, suffix, IsTruncated: false);
            var snapshot = SnapshotUnderLock(Screen.ScrollbackLines, isBlankShown: true);
            return isOld ? snapshot with { IsTruncated = true } : snapshot;
        }
    }

    /// <summary>The whole state, with at most <paramref name="scrollbackLines"/> lines of scrollback.</summary>
    /// <param name="scrollbackLines">Most lines of scrollback.</param>
    /// <param name="isBlankShown">True for a viewer that shows something else: then a terminal on which nothing was printed is something to show.</param>
    public TerminalCut Snapshot(int scrollbackLines, bool isBlankShown = false)
    {
        lock (_gate) return SnapshotUnderLock(scrollbackLines, isBlankShown);
    }

    /// <summary>
    /// All of it, at a moment from which it can go on; null in the middle of a sequence, whose beginning a snapshot does
    /// not have. A terminal that has ended goes nowhere.
    /// </summary>
    public TerminalRest? Rest()
    {
        lock (_gate) return _screen.IsAtRest || _isOver ? new TerminalRest(SnapshotUnderLock(Screen.ScrollbackLines, isBlankShown: false), _position) : null;
    }

    /// <summary>The text, with at most <paramref name="scrollbackLines"/> lines of scrollback.</summary>
    public TerminalText ReadText(int scrollbackLines)
    {
        lock (_gate) return new TerminalText(Log.End, Size, _screen.ReadText(scrollbackLines));
    }

    private static TerminalFacts FactsOf(Screen screen) =>
        TerminalFacts.None with { Title = screen.Title, WorkingFolder = screen.WorkingFolder, IsAlternate = screen.IsAlternate };

    private void TakeColors()
    {
        var answers = new ArrayBufferWriter<byte>();
        lock (_gate)
        {
            _screen.SetColors(_colors.Current, answers);
            if (answers.WrittenCount > 0) Input.TryWrite(answers.WrittenMemory);
        }
    }

    private TerminalCut SnapshotUnderLock(int scrollbackLines, bool isBlankShown)
    {
        if (Log.End == 0 && !isBlankShown) return new TerminalCut(0, _sizes.Newest, IsSuffix: false, ReadOnlyMemory<byte>.Empty, IsTruncated: false);
        var data = new ArrayBufferWriter<byte>();
        _screen.WriteSnapshot(data, scrollbackLines);
        var isTruncated = _isPartial || _screen.State.Primary is var primary && (primary.HasDropped || primary.Top > scrollbackLines);
        return new TerminalCut(Log.End, _sizes.Newest, IsSuffix: false, data.WrittenMemory, isTruncated);
    }
}
