using System.Buffers;
using System.Text;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>
/// A client's view of one session, which believes only what the contract promises: every byte it gets must be the
/// byte of the log at that position, and must follow what it has. What it gets goes to a terminal of its own.
/// </summary>
internal sealed class ModelViewer(string sessionId, List<byte> log)
{
    private readonly Screen _terminal = new(TerminalSize.Default.Columns, TerminalSize.Default.Rows);
    private readonly ScreenOutput _ignored = new();
    private bool _isExact;

    public bool IsRevealed { get; private set; }

    public long Offset { get; private set; }

    public long Acknowledged { get; set; }

    public int Exits { get; private set; }

    public ContentGrade Grade { get; private set; }

    /// <summary>The connection is gone; what is shown stays.</summary>
    public void Disconnect() => IsRevealed = false;

    /// <summary>A result of a reveal has come.</summary>
    public void Apply(RevealResult result, ContentPosition? since)
    {
        Assert.AreEqual(sessionId, result.Session.Id);
        var content = result.Terminal!;
        _terminal.Resize(content.Cols, content.Rows);
        if (content.Kind == TerminalContentKind.Suffix)
        {
            Assert.IsNotNull(since, "A suffix that nobody asked for.");
            Assert.AreEqual(content.Offset, since.Offset + content.Data.Length);
            AssertLog(since.Offset, content.Data.Span);
            // Who asks for another position than its own gets what it asks for.
            _isExact &= since.Offset == Offset;
        }
        else
        {
            Assert.IsLessThanOrEqualTo(log.Count, content.Offset);
            _isExact = content.Kind == TerminalContentKind.Snapshot;
        }

        _terminal.Feed(content.Data.Span, _ignored);
        Offset = content.Offset;
        Acknowledged = content.Offset;
        Grade = result.Grade;
        IsRevealed = true;
        Exits = 0;
    }

    /// <summary>A notification has come.</summary>
    public void Apply(ContentFrame frame)
    {
        Assert.IsTrue(IsRevealed, $"{frame.GetType().Name} of a session that is not revealed.");
        Assert.AreEqual(sessionId, frame.SessionId);
        switch (frame)
        {
            case OutputFrame output:
                Assert.AreEqual(Offset, output.Offset, "A gap, or an overlap.");
                Assert.IsFalse(output.Data.IsEmpty);
                Assert.AreEqual(0, Exits, "Output after the exit.");
                AssertLog(output.Offset, output.Data.Span);
                _terminal.Feed(output.Data.Span, _ignored);
                Offset += output.Data.Length;
                break;
            case ResizedFrame resized:
                _terminal.Resize(resized.Columns, resized.Rows);
                break;
            case ResyncFrame resync:
                Assert.IsGreaterThanOrEqualTo(Offset, resync.Result.Terminal!.Offset, "A resync that goes back.");
                var exits = Exits;
                Apply(resync.Result, since: null);
                Exits = exits;
                break;
            case ExitedFrame exited:
                Assert.AreEqual(log.Count, exited.Offset);
                Assert.AreEqual(Offset, exited.Offset, "The exit before the end of the output.");
                Assert.AreEqual(1, ++Exits);
                break;
            case GradedFrame graded:
                Assert.AreNotEqual(Grade, graded.Grade, "The grade was told before.");
                Grade = graded.Grade;
                break;
            case EvictedFrame:
                IsRevealed = false;
                break;
        }
    }

    /// <summary>The viewer's terminal is in the state of the server's.</summary>
    public void AssertShows(TerminalScreen expected)
    {
        if (!_isExact) return;
        var shown = new ArrayBufferWriter<byte>();
        _terminal.WriteSnapshot(shown, Screen.ScrollbackLines);
        var cut = expected.Snapshot(Screen.ScrollbackLines, isBlankShown: true);
        Assert.AreEqual(Offset, cut.Offset);
        Assert.AreEqual(Encoding.UTF8.GetString(cut.Data.Span), Encoding.UTF8.GetString(shown.WrittenSpan));
    }

    private void AssertLog(long offset, ReadOnlySpan<byte> bytes)
    {
        Assert.IsLessThanOrEqualTo(log.Count, offset + bytes.Length, "Bytes beyond the end of the log.");
        var expected = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(log).Slice((int)offset, bytes.Length);
        Assert.IsTrue(bytes.SequenceEqual(expected), $"Other bytes than those of the log at {offset}.");
    }
}
