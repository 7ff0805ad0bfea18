using System.Buffers;
using System.Globalization;
using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Rpc.Tests.Screens.Reports;

[TestClass]
public sealed class PaletteTests
{
    private readonly Palette _palette = new();
    private readonly ArrayBufferWriter<byte> _answers = new();

    private string Answers => Encoding.ASCII.GetString(_answers.WrittenSpan);

    [TestMethod]
    [DataRow(1, 0xCD3131, DisplayName = "one of the client's")]
    [DataRow(16, 0x000000)]
    [DataRow(17, 0x00005F)]
    [DataRow(196, 0xFF0000)]
    [DataRow(110, 0x87AFD7)]
    [DataRow(231, 0xFFFFFF)]
    [DataRow(232, 0x080808)]
    [DataRow(255, 0xEEEEEE)]
    [DataRow(Palette.Foreground, 0xCCCCCC)]
    [DataRow(Palette.Background, 0x1E1E1E)]
    [DataRow(Palette.Cursor, 0xCCCCCC)]
    public void Colors_are_at_first_the_usual_ones(int index, int rgb)
    {
        Assert.AreEqual(rgb, _palette[index]);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [DataRow(4, "0;?", true, "\e]4;0;rgb:0000/0000/0000\e\\")]
    [DataRow(4, "1;?;255;?", false, "\e]4;1;rgb:cdcd/3131/3131\a\e]4;255;rgb:eeee/eeee/eeee\a")]
    [DataRow(10, "?", false, "\e]10;rgb:cccc/cccc/cccc\a")]
    [DataRow(11, "?", true, "\e]11;rgb:1e1e/1e1e/1e1e\e\\")]
    [DataRow(12, "?", true, "\e]12;rgb:cccc/cccc/cccc\e\\")]
    [DataRow(10, "?;?", false, "\e]10;rgb:cccc/cccc/cccc\a\e]11;rgb:1e1e/1e1e/1e1e\a")]
    [DataRow(10, "#000000;?;?;?", false, "\e]11;rgb:1e1e/1e1e/1e1e\a\e]12;rgb:cccc/cccc/cccc\a")]
    [DataRow(4, "7;#010203;7;?", false, "\e]4;7;rgb:0101/0202/0303\a", DisplayName = "set and ask")]
    [DataRow(4, "256;?;x;?;-1;?;?", true, "")]
    [DataRow(5, "0;?", true, "")]
    [DataRow(13, "?", true, "")]
    [DataRow(11, "", true, "")]
    public void Apply_of_a_query_answers_with_its_terminator(int osc, string payload, bool isStTerminated, string expected)
    {
        _palette.Apply(osc, payload, isStTerminated, _answers);

        Assert.AreEqual(expected, Answers);
    }

    [TestMethod]
    [DataRow("#fff", 0xF0F0F0)]
    [DataRow("#1a2B3c", 0x1A2B3C)]
    [DataRow("#123456789", 0x124578)]
    [DataRow("#123456789abc", 0x12569A)]
    [DataRow("rgb:f/8/0", 0xFF8800)]
    [DataRow("RGB:1a/2b/3c", 0x1A2B3C)]
    [DataRow("rgb:fff/800/000", 0xFF8000)]
    [DataRow("rgb:ffff/8080/0000", 0xFF8000)]
    [DataRow("rgb:f/80/0000", 0xFF8000)]
    public void ColorSpec_of_a_color_gives_it(string spec, int expected)
    {
        Assert.IsTrue(ColorSpec.TryParse(spec, out var rgb));
        Assert.AreEqual(expected, rgb, $"{rgb:x6}");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("#")]
    [DataRow("#12")]
    [DataRow("#12345")]
    [DataRow("#123456789abcdef")]
    [DataRow("#ggg")]
    [DataRow("#+1+1+1")]
    [DataRow("rgb:")]
    [DataRow("rgb:1/2")]
    [DataRow("rgb:1/2/3/4")]
    [DataRow("rgb:1//3")]
    [DataRow("rgb:12345/1/1")]
    [DataRow("rgb: 1/1/1")]
    [DataRow("rgba:1/1/1/1")]
    [DataRow("red")]
    [DataRow("?")]
    public void ColorSpec_of_anything_else_is_refused(string spec)
    {
        Assert.IsFalse(ColorSpec.TryParse(spec, out _));
    }

    [TestMethod]
    [DataRow("4:1;#010203;300;#ffffff;2;blue;3", "1=010203")]
    [DataRow("4:1;#010203 4:1;#040506", "1=040506")]
    [DataRow("10:#010203;rgb:4/5/6;;#ffffff", "256=010203 257=445566")]
    [DataRow("12:#010203 12:default", "258=010203", DisplayName = "a name changes nothing")]
    [DataRow("4:1;#010203;2;#010203;3;#010203 104:1;3;x;999", "2=010203")]
    [DataRow("4:1;#010203 11:#010203 104:", "257=010203")]
    [DataRow("10:#010203;#010203;#010203 110: 112:", "257=010203")]
    [DataRow("111: 104:1 104:", "")]
    public void Apply_sets_and_resets(string commands, string expected)
    {
        foreach (var command in commands.Split(' '))
        {
            var parts = command.Split(':', 2);
            _palette.Apply(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], true, _answers);
        }

        Assert.AreEqual(expected, string.Join(' ', _palette.Changed.Select(color => $"{color.Index}={color.Rgb:x6}")));
    }

    [TestMethod]
    [DataRow(4, "1;?", null)]
    [DataRow(4, "1;?;2;#fff;3;?", "2;#fff")]
    [DataRow(4, "1;#fff;2;#000", "1;#fff;2;#000")]
    [DataRow(4, "x;?", null)]
    [DataRow(5, "0;?;1;#fff", "1;#fff")]
    [DataRow(10, "?", null)]
    [DataRow(10, "?;?", null)]
    [DataRow(10, "#fff;?", "#fff")]
    [DataRow(10, "?;#000;?;#111", ";#000;;#111", DisplayName = "places stay")]
    [DataRow(17, "?", null)]
    public void WithoutQueries_leaves_what_sets(int osc, string payload, string? expected)
    {
        Assert.AreEqual(expected, Palette.WithoutQueries(osc, payload));
    }

    [TestMethod]
    [DataRow(4, "1;?", true)]
    [DataRow(4, "1;#fff;2;?", true)]
    [DataRow(4, "?", false)]
    [DataRow(4, "1;#fff", false)]
    [DataRow(10, "#fff;?", true)]
    [DataRow(19, "?", true)]
    [DataRow(11, "#fff", false)]
    [DataRow(104, "?", false)]
    [DataRow(52, "c;?", false)]
    public void ContainsQuery_knows_questions(int osc, string payload, bool expected)
    {
        Assert.AreEqual(expected, Palette.ContainsQuery(osc, payload));
    }

    [TestMethod]
    public void Reset_takes_everything_back()
    {
        _palette.Apply(4, "1;#010203", true, _answers);
        _palette.Apply(11, "#ffffff", true, _answers);

        _palette.Reset();

        Assert.IsEmpty(_palette.Changed);
        Assert.AreEqual(0x1E1E1E, _palette[Palette.Background]);
    }

    [TestMethod]
    [DataRow("#000000", true)]
    [DataRow("#ffffff", false)]
    [DataRow("#0000ff", true)]
    [DataRow("#00ff00", false)]
    [DataRow("#808080", false)]
    public void IsDark_follows_the_background_in_force(string background, bool expected)
    {
        _palette.Apply(11, background, true, _answers);

        Assert.AreEqual(expected, _palette.IsDark);
    }

    [TestMethod]
    public void Colors_of_another_client_show_where_the_program_changed_none()
    {
        _palette.Apply(4, "1;#010203", true, _answers);

        _palette.Colors = ScreenColors.Usual with { Background = 0xFFFFFF, Ansi = [.. Enumerable.Repeat(0x112233, 16)] };

        Assert.AreEqual(0x010203, _palette[1]);
        Assert.AreEqual(0x112233, _palette[2]);
        Assert.IsFalse(_palette.IsDark);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Apply_of_endless_queries_answers_no_more_than_there_are_colors()
    {
        _palette.Apply(4, string.Concat(Enumerable.Repeat("1;?;", 100_000)), false, _answers);

        Assert.AreEqual(Palette.MaxAnswers, Answers.Count(character => character == '\a'));
    }
}
