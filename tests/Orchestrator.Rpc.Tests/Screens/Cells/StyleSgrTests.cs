using System.Buffers;
using System.Text;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Cells;

[TestClass]
public sealed class StyleSgrTests
{
    [TestMethod]
    public void Write_gives_the_parameters_of_the_style()
    {
        (Style Style, string Expected)[] table =
        [
            (default, "0"),
            (new() { Flags = StyleFlags.Bold | StyleFlags.Faint | StyleFlags.Italic | StyleFlags.Blink }, "0;1;2;3;5"),
            (new() { Flags = StyleFlags.Inverse | StyleFlags.Invisible | StyleFlags.Strikethrough | StyleFlags.Overline }, "0;7;8;9;53"),
            (new() { Flags = StyleFlags.Protected, Link = 7 }, "0"),
            (new() { Underline = Underline.Single }, "0;4"),
            (new() { Underline = Underline.Double }, "0;4:2"),
            (new() { Underline = Underline.Dashed, Flags = StyleFlags.Inverse }, "0;7;4:5"),
            (new() { Foreground = Color.Ansi(0), Background = Color.Ansi(7) }, "0;30;47"),
            (new() { Foreground = Color.Ansi(8), Background = Color.Ansi(15) }, "0;90;107"),
            (new() { Foreground = Color.Indexed(1), Background = Color.Indexed(255) }, "0;38;5;1;48;5;255"),
            (new() { Foreground = Color.Rgb(1, 20, 255), Background = Color.Rgb(0, 100, 9) }, "0;38;2;1;20;255;48;2;0;100;9"),
            (new() { UnderlineColor = Color.Rgb(1, 2, 3), Underline = Underline.Curly }, "0;4:3;58:2::1:2:3"),
            (new() { UnderlineColor = Color.Indexed(99) }, "0;58:5:99"),
        ];

        foreach (var (style, expected) in table)
        {
            var target = new ArrayBufferWriter<byte>();
            StyleSgr.Write(style, target);
            Assert.AreEqual(expected, Encoding.ASCII.GetString(target.WrittenSpan));
        }
    }

    [TestMethod]
    public void Write_of_the_longest_style_fits()
    {
        var color = Color.Rgb(255, 255, 255);
        var target = new byte[StyleSgr.MaxLength];

        var length = StyleSgr.Write(
            new() { Foreground = color, Background = color, UnderlineColor = color, Flags = (StyleFlags)0x1FF, Underline = Underline.Dashed, Link = 1 }, target);

        Assert.IsLessThanOrEqualTo(StyleSgr.MaxLength, length);
        StringAssert.EndsWith(Encoding.ASCII.GetString(target, 0, length), ";58:2::255:255:255", StringComparison.Ordinal);
    }
}
