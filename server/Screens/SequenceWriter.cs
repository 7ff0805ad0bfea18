using System.Buffers;
using System.Buffers.Text;

namespace Orchestrator.Screens;

/// <summary>The small parts that control sequences are written of, without making strings.</summary>
internal static class SequenceWriter
{
    private const int LongestNumber = 11;

    /// <summary>Writes a number in decimal digits.</summary>
    public static void WriteNumber(this IBufferWriter<byte> target, int number)
    {
        Utf8Formatter.TryFormat(number, target.GetSpan(LongestNumber), out var length);
        target.Advance(length);
    }

    /// <summary>Writes text that is known to be ASCII; any other character becomes a question mark.</summary>
    public static void WriteAscii(this IBufferWriter<byte> target, ReadOnlySpan<char> text)
    {
        var span = target.GetSpan(text.Length);
        for (var index = 0; index < text.Length; index++)
            span[index] = char.IsAscii(text[index]) ? (byte)text[index] : (byte)'?';
        target.Advance(text.Length);
    }

    /// <summary>Ends an OSC the way the one that it answers ended: programs look for the terminator they know.</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="isStTerminated">True for ESC \, false for BEL.</param>
    public static void WriteTerminator(this IBufferWriter<byte> target, bool isStTerminated) =>
        target.Write(isStTerminated ? "\e\\"u8 : "\a"u8);
}
