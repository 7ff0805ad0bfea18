using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Orchestrator.Rpc;

/// <summary>Header of a frame of the LSP base protocol.</summary>
/// <param name="HeaderBytes">Length of the header with the blank line that ends it.</param>
/// <param name="ContentBytes">Length of the content that follows.</param>
internal readonly record struct FrameHeader(int HeaderBytes, int ContentBytes)
{
    // Content-Length: 123\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n
    private const int MaxHeaderBytes = 4096;

    /// <summary>Reads a header from the start of <paramref name="buffer"/>; null while it is not complete.</summary>
    /// <exception cref="BadFrameException">It is no header, or its content is larger than allowed.</exception>
    public static FrameHeader? Read(ReadOnlySequence<byte> buffer, int maxContentBytes)
    {
        var head = buffer.Slice(0, Math.Min(buffer.Length, MaxHeaderBytes)).ToArray().AsSpan();
        var end = head.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return head.Length < MaxHeaderBytes && IsPlausible(head) ? null : throw new BadFrameException("No frame header was found.");

        int? content = null;
        foreach (var range in head[..end].Split("\r\n"u8))
        {
            var line = head[range];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0) throw new BadFrameException("A line of the frame header has no name.");
            if (!Ascii.EqualsIgnoreCase(line[..colon], "content-length"u8)) continue;
            if (content is not null) throw new BadFrameException("The frame header has two content lengths.");
            content = Length(line[(colon + 1)..].Trim((byte)' '));
        }

        if (content is not { } bytes) throw new BadFrameException("The frame header has no content length.");
        return bytes <= maxContentBytes
            ? new FrameHeader(end + 4, bytes)
            : throw new BadFrameException($"A message of {bytes} bytes is larger than the {maxContentBytes} that are read.");
    }

    // Garbage is refused at once, not when enough of it has come to be no header.
    private static bool IsPlausible(ReadOnlySpan<byte> head) => !head.ContainsAnyExceptInRange((byte)'\t', (byte)'~');

    private static int Length(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int length, out var used) && used == text.Length && length >= 0
            ? length
            : throw new BadFrameException("The content length is not a number of bytes.");
}

/// <summary>What came is no frame; the rest of the connection cannot be read.</summary>
internal sealed class BadFrameException(string message) : Exception(message);
