using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Orchestrator.Storage;

/// <summary>What a terminal showed at one position, as it is stored: a stored form, not the wire's.</summary>
/// <param name="Offset">Position in what viewers are told that the screen stands for.</param>
/// <param name="RawOffset">The same position in what the program printed.</param>
/// <param name="Generation">Tells the positions apart from those of the same run before some of its output was lost; 0 when none was.</param>
/// <param name="SizeOffset">Position from which on it had its size.</param>
/// <param name="Columns">Columns of the screen.</param>
/// <param name="Rows">Rows of the screen.</param>
/// <param name="IsTruncated">True when older lines than it has were printed.</param>
/// <param name="Snapshot">Bytes that put a terminal of that size into its state.</param>
internal sealed record ScreenCheckpoint(
    long Offset, long RawOffset, long Generation, long SizeOffset, int Columns, int Rows, bool IsTruncated, ReadOnlyMemory<byte> Snapshot)
{
    // Magic with the version of the form; offset, raw offset, generation, offset of the size, columns, rows, 1 for truncated and length, all
    // little-endian; the SHA-256 of all that and the snapshot; the snapshot. The sum tells a torn file from a whole one.
    private const int FieldsEnd = 56;
    private const int HeaderBytes = FieldsEnd + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "orchscr2"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + Snapshot.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), RawOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), SizeOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), Columns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(44), Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), IsTruncated ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(52), Snapshot.Length);
        Snapshot.Span.CopyTo(bytes.AsSpan(HeaderBytes));
        Sum(bytes).CopyTo(bytes.AsSpan(FieldsEnd));
        return bytes;
    }

    /// <summary>False when the bytes are not a whole checkpoint of this form.</summary>
    public static bool TryRead(byte[] bytes, [NotNullWhen(true)] out ScreenCheckpoint? checkpoint)
    {
        checkpoint = null;
        if (bytes.Length < HeaderBytes || !bytes.AsSpan().StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(52)) != bytes.Length - HeaderBytes) return false;
        if (!Sum(bytes).AsSpan().SequenceEqual(bytes.AsSpan(FieldsEnd, SHA256.HashSizeInBytes))) return false;
        checkpoint = new ScreenCheckpoint(
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(32)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(40)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(44)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(48)) != 0,
            bytes.AsMemory(HeaderBytes));
        return true;
    }

    private static byte[] Sum(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes.AsSpan(0, FieldsEnd));
        hash.AppendData(bytes.AsSpan(HeaderBytes));
        return hash.GetHashAndReset();
    }
}
