using System.Buffers;
using System.Numerics;

namespace Orchestrator.Screens.Cells;

/// <summary>
/// Writes a style as SGR parameters, such as <c>0;1;4:3;38;2;1;2;3</c>. They begin with a reset, so that they lead to the
/// style from any other. Links and protection are not part of SGR and not written.
/// </summary>
internal static class StyleSgr
{
    /// <summary>Bytes that the parameters of any style fit in.</summary>
    public const int MaxLength = 96;

    // SGR numbers of the flags, by the position of their bit.
    private static ReadOnlySpan<byte> FlagNumbers => [1, 2, 3, 5, 7, 8, 9, 53];

    /// <summary>Writes the parameters without CSI and <c>m</c>.</summary>
    public static void Write(in Style style, IBufferWriter<byte> target) =>
        target.Advance(Write(style, target.GetSpan(MaxLength)));

    /// <summary>Writes the parameters to at least <see cref="MaxLength"/> bytes and returns how many they are.</summary>
    public static int Write(in Style style, Span<byte> target)
    {
        target[0] = (byte)'0';
        var parameters = new Parameters(target, 1);
        AddFlags(ref parameters, style.Flags);
        AddUnderline(ref parameters, style.Underline);
        AddColor(ref parameters, style.Foreground, 30);
        AddColor(ref parameters, style.Background, 40);
        AddUnderlineColor(ref parameters, style.UnderlineColor);
        return parameters.Length;
    }

    private static void AddFlags(ref Parameters parameters, StyleFlags flags)
    {
        // The flags that SGR has are those of the lowest byte.
        for (uint bits = (byte)flags; bits != 0; bits &= bits - 1)
            parameters.Add((byte)';', FlagNumbers[BitOperations.TrailingZeroCount(bits)]);
    }

    private static void AddUnderline(ref Parameters parameters, Underline underline)
    {
        if (underline == Underline.None) return;
        parameters.Add((byte)';', 4);
        if (underline != Underline.Single) parameters.Add((byte)':', (byte)underline);
    }

    /// <param name="parameters">Where to write.</param>
    /// <param name="color">The colour.</param>
    /// <param name="first">30 for the foreground, 40 for the background.</param>
    private static void AddColor(ref Parameters parameters, Color color, int first)
    {
        const int Bright = 60 - 8;
        switch (color.Kind)
        {
            case ColorKind.Ansi:
                parameters.Add((byte)';', (byte)(first + color.Index + (color.Index < 8 ? 0 : Bright)));
                break;
            case ColorKind.Indexed:
                parameters.Add((byte)';', (byte)(first + 8));
                parameters.Add(";5"u8);
                parameters.Add((byte)';', (byte)color.Index);
                break;
            case ColorKind.Rgb:
                parameters.Add((byte)';', (byte)(first + 8));
                parameters.Add(";2"u8);
                AddChannels(ref parameters, color, (byte)';');
                break;
        }
    }

    // Only with colons: terminals that do not know 58 would take what follows a semicolon for attributes.
    private static void AddUnderlineColor(ref Parameters parameters, Color color)
    {
        if (color.Kind is ColorKind.Default) return;
        if (color.Kind is ColorKind.Rgb)
        {
            parameters.Add(";58:2:"u8);
            AddChannels(ref parameters, color, (byte)':');
        }
        else
        {
            parameters.Add(";58:5"u8);
            parameters.Add((byte)':', (byte)color.Index);
        }
    }

    private static void AddChannels(ref Parameters parameters, Color color, byte separator)
    {
        parameters.Add(separator, color.Red);
        parameters.Add(separator, color.Green);
        parameters.Add(separator, color.Blue);
    }

    /// <summary>Parameters being written to a span.</summary>
    private ref struct Parameters(Span<byte> target, int length)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; } = length;

        public void Add(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_target[Length..]);
            Length += text.Length;
        }

        public void Add(byte separator, byte number)
        {
            _target[Length++] = separator;
            if (number >= 100) _target[Length++] = (byte)('0' + number / 100);
            if (number >= 10) _target[Length++] = (byte)('0' + number / 10 % 10);
            _target[Length++] = (byte)('0' + number % 10);
        }
    }
}
