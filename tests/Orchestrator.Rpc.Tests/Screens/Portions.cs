using System.Text;

namespace Orchestrator.Rpc.Tests.Screens;

/// <summary>The ways in which reads may cut what a program prints.</summary>
internal static class Portions
{
    /// <summary>Uncut, byte by byte, and cut in two at every position.</summary>
    public static IEnumerable<byte[][]> Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static IEnumerable<byte[][]> Of(byte[] bytes)
    {
        yield return [bytes];
        yield return bytes.Chunk(1).ToArray();
        for (var cut = 1; cut < bytes.Length; cut++) yield return [bytes[..cut], bytes[cut..]];
    }

    /// <summary>Text for messages: controls as <c>\x1b</c>, portions apart by a bar.</summary>
    public static string Readable(IEnumerable<byte[]> portions) => string.Join('|', portions.Select(Readable));

    public static string Readable(byte[] bytes) => Readable(Encoding.Latin1.GetString(bytes));

    public static string Readable(string text) =>
        string.Concat(text.Select(character => character is < ' ' or >= '\x7f' and < '\xa0' ? $"\\x{(int)character:x2}" : character.ToString()));
}
