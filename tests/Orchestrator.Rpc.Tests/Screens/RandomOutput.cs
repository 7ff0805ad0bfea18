using System.Text;

namespace Orchestrator.Rpc.Tests.Screens;

/// <summary>Random output, each from its seed: what programs print, and more often than in real life what no program should.</summary>
/// <param name="seed">The same seed gives the same output.</param>
/// <param name="isResized">True for output between changes of size, which has no alternate screen.</param>
internal sealed class RandomOutput(int seed, bool isResized)
{
    private static readonly string[] Letters = [.. "abcdefghijklmnopqrstuvwxyz0123456789 .,;:-_#~`{}|".Select(letter => letter.ToString())];
    private static readonly string[] Wide = ["中", "文", "字", "漢", "カ", "한", "Ａ", "😀", "👩", "🚀", "🇩", "🇪"];
    private static readonly string[] Narrow = ["é", "ü", "ß", "ж", "→", "│", "─", "█", "±", "♥", "☺", "©"];
    private static readonly string[] Marks = ["\u0301", "\u0308", "\u20dd", "\u200d", "\u200b", "\ufe0f", "\ufe0e", "\u093f", "\u0e49", "\U0001f3fd", "\u00ad", "\u1160"];
    private static readonly string[] Controls = ["\r", "\n", "\r\n", "\b", "\t", "\v", "\f", "\a", "\0", "\x0e", "\x0f", "\x7f", "\x1c", "\x05\b", "\x18", "\x1a"];
    private static readonly string[] Escapes = ["7", "8", "D", "E", "H", "M", "=", ">", "n", "o", "|", "}", "~", "N", "O", "Z", "6", "9", "#8", "#3", "%@", "%G", " F", "\\", "k"];
    private static readonly string[] Designators = ["0", "A", "B", "4", "5", "C", "K", "R", "Q", "Y", "E", "6", "Z", "7", "H", "=", "<", ">", "1", "%5", "u"];
    private static readonly int[] Modes = [1, 3, 5, 6, 6, 7, 7, 8, 9, 12, 25, 40, 45, 45, 66, 69, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1016, 2004, 2031, 9999];
    private static readonly int[] AlternateModes = [47, 1047, 1048, 1049, 1049];
    private static readonly string[] C1 = ["\u0084", "\u0085", "\u0088", "\u008d", "\u0090x\u009c", "\u009b5G", "\u009b31m", "\u009c", "\u009dx\u009c", "\u0098x\u009c", "\u0080"];
    private static readonly byte[][] Invalid = [[0xff], [0xc3], [0xe4, 0xb8], [0xf0, 0x9f, 0x98], [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];
    private static readonly string[] Begun = ["\e", "\e[", "\e[3", "\e[?1", "\e[1 ", "\e(", "\e]2;t", "\e]8;;http://c", "\eP1$q", "\eP", "\e_x", "\e^x", "\eXx", "\e[1;2<"];
    private static readonly string[] Strings = ["2;one", "0;two", "1;three", "2;", "2;ü中", "4;1;?", "4;1;#123456", "10;?", "11;?", "10;#040506", "104", "112", "7;file://h/t", "9;4;1;5", "133;A", "999;x", "x", "8;x", "8"];
    private static readonly string[] Addresses = ["http://a", "http://b", "file:///c;d", ""];
    private static readonly string[] Titles = ["22", "22;0", "22;1", "22;2", "23", "23;0", "23;1", "23;2", "14", "18"];
    private static readonly string[] Questions = ["c", ">c", "6n", "?6n", "5n", "?1$p", "4$p", ">q", "?u", "?4m"];
    private static readonly string[] Keys = ["=1u", "=5;2u", ">1u", ">7u", "<u", "<3u", ">4;2m", ">4;1m", ">4m"];

    private readonly Random _random = new(seed);

    /// <summary>A random size of a screen, mostly small, so that everything meets everything.</summary>
    public TerminalSize Size() => new(Between(2, Chance(0.7) ? 14 : 40), Between(1, Chance(0.7) ? 6 : 15));

    /// <summary>True in this share of all cases.</summary>
    public bool Chance(double share) => _random.NextDouble() < share;

    /// <summary>A whole number, both borders included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>One word, control, sequence or something broken.</summary>
    public byte[] Piece() => _random.Next(40) == 0 ? Pick(Invalid) : Encoding.UTF8.GetBytes(Text());

    private string Text() => _random.Next(34) switch
    {
        < 6 => Repeat(Between(1, 9), () => Pick(Letters)),
        6 or 7 => Repeat(Between(8, 50), () => Pick(Letters)),
        < 11 => Repeat(Between(1, 6), () => Pick(Chance(0.4) ? Letters : Chance(0.4) ? Wide : Chance(0.3) ? Narrow : Marks)),
        < 14 => Pick(Controls),
        < 17 => Csi("ABCDEFGade`", 1),
        17 => Csi("Hf", 3),
        18 => $"\e[{Pick(["", "?"])}{Pick(["", "0", "1", "2", isResized ? "1" : "3"])}{Pick(["J", "K"])}",
        19 or 20 => Csi("@PXLMSTbgIZ", 1),
        21 => Csi("dGEF", 1),
        22 or 23 => $"\e[{string.Join(';', Enumerable.Range(0, Between(1, 3)).Select(_ => Rendition()))}m",
        24 => Csi(Chance(0.7) ? "r" : "s", 2),
        25 => $"\e[?{Pick(Modes)}{Pick(["h", "l"])}",
        26 when isResized => Pick(Controls),
        26 => $"\e[?{Pick(AlternateModes)}{Pick(["h", "l"])}",
        27 => $"\e{Pick(Escapes)}",
        28 => Chance(0.6) ? $"\e{Pick(["(", ")", "*", "+", "-", ".", "/"])}{Pick(Designators)}" : Pick(["\e[s", "\e[u", "\e7", "\e8", "\e[4h", "\e[4l", "\e[20h", "\e[20l"]),
        29 => Chance(0.2) ? Pick(["\e[!p", "\ec"]) : $"\e[{Between(0, 6)} q",
        30 => $"\e]{Pick(Strings)}{Pick(["\a", "\e\\", "\u009c", "\x18"])}",
        31 => $"\e]8;{Pick(["", "", "id=1", "id=2"])};{Pick(Addresses)}{Pick(["\a", "\e\\"])}",
        32 => Pick([$"\e[{Pick(Titles)}t", $"\e[{Pick(Questions)}", $"\e[{Pick(Keys)}", "\e[1\"q", "\eP$qm\e\\", "\ePq1\e\\"]),
        _ => Chance(0.5) ? Pick(Begun) : Pick(C1),
    };

    private string Csi(string finals, int most) =>
        $"\e[{string.Join(';', Enumerable.Range(0, Between(0, most)).Select(_ => Pick(["", "0", "1", "2", "3", "4", "5", "9", "45"])))}{finals[_random.Next(finals.Length)]}";

    private string Rendition() => _random.Next(4) switch
    {
        0 => $"{Pick([3, 4, 9, 10])}{Between(0, 9)}",
        1 => $"{Pick([38, 48, 58])};5;{Between(0, 300)}",
        2 => $"{Pick([38, 48, 58])};2;{Between(0, 255)};{Between(0, 255)};{Between(0, 255)}",
        _ => Pick(["", "0", "1", "2", "3", "4", "5", "7", "8", "9", "21", "22", "23", "24", "27", "53", "55", "59", "4:3", "4:5"]),
    };

    private static string Repeat(int count, Func<string> make) => string.Concat(Enumerable.Range(0, count).Select(_ => make()));

    private T Pick<T>(T[] list) => list[_random.Next(list.Length)];
}
