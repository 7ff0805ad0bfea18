using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchestrator.Screens.Parsing;

/// <summary>
/// Decides what viewers get of the bytes that are parsed. A sequence is let through or taken out as a whole, so the
/// beginning of an unfinished one is kept back: what has been let through always ends outside any sequence, and a
/// viewer that is given a snapshot there can go on with what follows.
/// </summary>
internal sealed class ViewerFilter
{
    private const byte Escape = 0x1B, Enquiry = 0x05;

    private readonly List<byte> _held = [];
    private IBufferWriter<byte> _target = null!;
    private int _copied;
    private int _start = -1;

    /// <summary>True once a sequence is longer than may be kept back; it will be taken out.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>A control inside the sequence was obeyed; it stays when the sequence is taken out.</summary>
    public bool HasControls { get; set; }

    /// <summary>A control inside the sequence must not be seen; it goes when the sequence is kept.</summary>
    public bool HasHiddenControl { get; set; }

    private bool IsOpen => _start >= 0;

    /// <summary>The next bytes are parsed; positions count from their start.</summary>
    public void StartChunk(IBufferWriter<byte> target)
    {
        _target = target;
        _copied = 0;
        if (IsOpen) _start = 0;
    }

    /// <summary>A sequence, or a character of several bytes, begins; nothing happens inside one that has begun.</summary>
    public void Begin(int start)
    {
        if (!IsOpen) _start = start;
    }

    /// <summary>The sequence under way must not be seen.</summary>
    public void GiveUp()
    {
        IsTooLong = true;
        _held.Clear();
        _held.TrimExcess();
    }

    /// <summary>What began ended before <paramref name="end"/>.</summary>
    public void End(ReadOnlySpan<byte> input, int end, Visibility visibility, ReadOnlySpan<byte> replacement)
    {
        if (visibility == Visibility.Kept && !IsTooLong) Keep(input, end);
        else Drop(input, end);
        HasControls = HasHiddenControl = false;
        if (visibility == Visibility.Replaced) _target.Write(replacement);
    }

    /// <summary>
    /// A string that is kept was ended by an escape that begins something else: it is closed by a terminator of its
    /// own, or taken out when it is not to be seen, and the escape before <paramref name="next"/> begins a sequence.
    /// </summary>
    public void CloseString(ReadOnlySpan<byte> input, int next, bool isSeen)
    {
        // The escape is the last byte, of these or of those before.
        if (next == 0) _held.RemoveAt(_held.Count - 1);
        if (isSeen) WriteHeld();
        _held.Clear();
        if (next == 0)
        {
            _held.Add(Escape);
        }
        else
        {
            _target.Write(input[_copied..(isSeen ? next - 1 : _start)]);
            _copied = _start = next - 1;
        }

        if (isSeen) _target.Write("\e\\"u8);
    }

    /// <summary>All bytes were parsed.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="areControlsDone">True when controls inside the unfinished sequence were obeyed already.</param>
    /// <param name="maxHeldBytes">Most bytes that may be kept back.</param>
    public void EndChunk(ReadOnlySpan<byte> input, bool areControlsDone, int maxHeldBytes)
    {
        if (!IsOpen)
        {
            _target.Write(input[_copied..]);
            return;
        }

        _target.Write(input[_copied.._start]);
        if (!IsTooLong) Hold(input[_start..], areControlsDone);
        if (_held.Count > maxHeldBytes) GiveUp();
    }

    private void Keep(ReadOnlySpan<byte> input, int end)
    {
        if (HasHiddenControl && IsOpen)
        {
            _target.Write(input[_copied.._start]);
            WriteHeld();
            foreach (var value in input[_start..end])
                if (value != Enquiry) _target.Write([value]);
            _copied = end;
        }

        WriteHeld();
        _start = -1;
    }

    private void Drop(ReadOnlySpan<byte> input, int end)
    {
        _target.Write(input[_copied..(IsOpen ? _start : end - 1)]);
        if (IsOpen && HasControls)
            foreach (var value in input[_start..end])
                if (IsObeyed(value)) _target.Write([value]);
        _held.Clear();
        _copied = end;
        _start = -1;
        IsTooLong = false;
    }

    private static bool IsObeyed(byte value) => value < 0x20 && value is not (Escape or Enquiry);

    // A control inside a sequence, such as a line feed between parameters, is obeyed at once. When the sequence is kept
    // back the control must not be: the state has moved on, and viewers move with it.
    private void Hold(ReadOnlySpan<byte> pending, bool areControlsDone)
    {
        foreach (var value in pending)
            if (areControlsDone && IsObeyed(value)) _target.Write([value]);
            else if (!areControlsDone || value != Enquiry) _held.Add(value);
    }

    private void WriteHeld()
    {
        if (_held.Count == 0) return;
        _target.Write(CollectionsMarshal.AsSpan(_held));
        _held.Clear();
    }
}
