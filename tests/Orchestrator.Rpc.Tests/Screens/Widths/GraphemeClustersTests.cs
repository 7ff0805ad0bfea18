using System.Text;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Rpc.Tests.Screens.Widths;

[TestClass]
public sealed class GraphemeClustersTests
{
    // A cluster for each class, the last code point of which is of that class and takes all that the class can take.
    private static readonly string[] Takers =
    [
        "a", "\u0600", "e\u0301", "\U0001F469\u200D", "\u0915\u093E", "\U0001F1E9", "\u1100", "\u1161", "\u11A8", "\uAC00", "\u2764",
    ];

    [TestMethod]
    [DataRow("e", 0x301, true, DisplayName = "mark")]
    [DataRow("e\u0301", 0x302, true, DisplayName = "second mark")]
    [DataRow("\u0915", 0x93E, true, DisplayName = "spacing mark")]
    [DataRow("\u2764", 0xFE0F, true, DisplayName = "selector")]
    [DataRow("\U0001F44B", 0x1F3FD, true, DisplayName = "skin colour")]
    [DataRow("\U0001F469", 0x200D, true, DisplayName = "joiner")]
    [DataRow("\U0001F469\u200D", 0x1F680, true, DisplayName = "emoji behind a joiner")]
    [DataRow("\U0001F469\U0001F3FD\u200D", 0x1F680, true, DisplayName = "emoji behind a skin colour and a joiner")]
    [DataRow("\U0001F469\u200D", 'a', false, DisplayName = "letter behind a joiner")]
    [DataRow("a\u200D", 0x1F680, false, DisplayName = "emoji behind a letter and a joiner")]
    [DataRow("\U0001F469", 0x1F680, false, DisplayName = "emoji behind an emoji")]
    [DataRow("\U0001F1E9", 0x1F1EA, true, DisplayName = "second half of a flag")]
    [DataRow("\U0001F1E9\U0001F1EA", 0x1F1EB, false, DisplayName = "next flag")]
    [DataRow("1\uFE0F", 0x20E3, true, DisplayName = "keycap")]
    [DataRow("\u1100", 0x1161, true, DisplayName = "vowel behind a leading consonant")]
    [DataRow("\uAC00", 0x11A8, true, DisplayName = "trailing consonant behind a syllable")]
    [DataRow("\uAC01", 0xAC00, false, DisplayName = "syllable behind a syllable")]
    [DataRow("\u0600", '1', true, DisplayName = "digit behind a number sign")]
    [DataRow("\u0915\u094D", 0x924, false, DisplayName = "consonant behind a virama")]
    [DataRow("a", 'b', false, DisplayName = "letter")]
    [DataRow("\u4E00", 0x4E01, false, DisplayName = "ideograph")]
    [DataRow("", 0x301, false, DisplayName = "mark behind nothing")]
    [DataRow("a", 0xD800, false, DisplayName = "surrogate")]
    public void Joins_tells_what_continues_a_cluster(string cluster, int codePoint, bool joins)
    {
        var result = GraphemeClusters.Joins(cluster, codePoint);

        Assert.AreEqual(joins, result);
    }

    [TestMethod]
    [DataRow(0x301, true, DisplayName = "mark behind many marks")]
    [DataRow('a', false, DisplayName = "letter behind many marks")]
    [DataRow(0x1F1E9, false, DisplayName = "flag behind many marks")]
    public void Joins_looks_at_the_end_of_a_long_cluster(int codePoint, bool joins)
    {
        var cluster = "\U0001F1E9" + new string('\u0301', 100_000);

        var result = GraphemeClusters.Joins(cluster, codePoint);

        Assert.AreEqual(joins, result);
    }

    [TestMethod]
    public void MayJoin_knows_of_every_code_point_what_it_continues()
    {
        var wrong = new List<string>();

        foreach (var rune in EveryCharacter())
            foreach (var taker in Takers)
                if (GraphemeClusters.MayJoin(Last(taker), rune.Value) != GraphemeClusters.Joins(taker, rune.Value))
                    wrong.Add($"U+{Last(taker):X4} U+{rune.Value:X4}");

        Assert.IsEmpty(wrong, $"{wrong.Count}, such as {wrong.FirstOrDefault()}");
    }

    [TestMethod]
    public void MayJoin_knows_of_every_code_point_what_continues_it()
    {
        var wrong = new List<string>();

        foreach (var last in EveryCharacter())
            foreach (var taker in Takers)
                if (!GraphemeClusters.MayJoin(last.Value, Last(taker)) && GraphemeClusters.Joins(last.ToString(), Last(taker)))
                    wrong.Add($"U+{last.Value:X4} U+{Last(taker):X4}");

        Assert.IsEmpty(wrong, $"{wrong.Count}, such as {wrong.FirstOrDefault()}");
    }

    [TestMethod]
    public void MayJoin_of_one_is_true_for_one_of_any_two_that_may()
    {
        var plain = EveryCharacter().Where(rune => !GraphemeClusters.MayJoin(rune.Value));
        var plainTakers = Takers.Select(Last).Where(taker => !GraphemeClusters.MayJoin(taker)).ToList();

        var wrong = plain
            .Where(rune => plainTakers.Any(taker => GraphemeClusters.MayJoin(taker, rune.Value) || GraphemeClusters.MayJoin(rune.Value, taker)))
            .ToList();

        Assert.IsEmpty(wrong);
    }

    [TestMethod]
    [DataRow('a', false, DisplayName = "Latin")]
    [DataRow(0xE4, false, DisplayName = "Latin with a mark")]
    [DataRow(0x416, false, DisplayName = "Cyrillic")]
    [DataRow(0x2500, false, DisplayName = "line drawing")]
    [DataRow(0x2588, false, DisplayName = "block")]
    [DataRow(0x28FF, false, DisplayName = "braille")]
    [DataRow(0x3042, false, DisplayName = "kana")]
    [DataRow(0x4E00, false, DisplayName = "ideograph")]
    [DataRow(0xE0A0, false, DisplayName = "private use")]
    [DataRow(0xAC00, true, DisplayName = "Hangul syllable")]
    [DataRow(0x301, true, DisplayName = "mark")]
    [DataRow(0x600, true, DisplayName = "number sign, which takes the next")]
    [DataRow(0x1F600, true, DisplayName = "emoji")]
    public void MayJoin_of_one_spares_plain_text(int codePoint, bool mayJoin)
    {
        var result = GraphemeClusters.MayJoin(codePoint);

        Assert.AreEqual(mayJoin, result);
    }

    [TestMethod]
    [DataRow("a", 1, DisplayName = "letter")]
    [DataRow("e\u0301", 1, DisplayName = "letter with a mark")]
    [DataRow("\u4E00", 2, DisplayName = "ideograph")]
    [DataRow("\uFF21", 2, DisplayName = "fullwidth")]
    [DataRow("\u1100\u1161\u11A8", 2, DisplayName = "jamo")]
    [DataRow("\U0001F600", 2, DisplayName = "emoji")]
    [DataRow("\U0001FAE9", 2, DisplayName = "emoji of Unicode 16")]
    [DataRow("\u2630", 2, DisplayName = "trigram, wide since Unicode 16")]
    [DataRow("\U0001F469\u200D\U0001F680", 2, DisplayName = "joined emoji")]
    [DataRow("\U0001F1E9", 1, DisplayName = "half a flag")]
    [DataRow("\U0001F1E9\U0001F1EA", 2, DisplayName = "flag")]
    [DataRow("\u2764", 1, DisplayName = "text by itself")]
    [DataRow("\u2764\uFE0F", 2, DisplayName = "text chosen to be an emoji")]
    [DataRow("\u2764\uFE0F\u200D\U0001F525", 2, DisplayName = "the same, joined")]
    [DataRow("1\uFE0F\u20E3", 2, DisplayName = "keycap")]
    [DataRow("a\uFE0F", 1, DisplayName = "emoji selector on a letter")]
    [DataRow("\u2764\uFE0E", 1, DisplayName = "text chosen to be text")]
    [DataRow("\u231A\uFE0E", 1, DisplayName = "emoji chosen to be text")]
    [DataRow("\u231A\uFE0F", 2, DisplayName = "emoji chosen to be an emoji")]
    [DataRow("\U0001F98A\uFE0E", 2, DisplayName = "text selector on an emoji without a text presentation")]
    [DataRow("\u4E00\uFE0E", 2, DisplayName = "text selector on an ideograph")]
    public void Width_goes_by_the_first_code_point_and_its_selector(string cluster, int columns)
    {
        var width = GraphemeClusters.Width(cluster);

        Assert.AreEqual(columns, width);
    }

    // The way a terminal meets them: one code point after the other.
    [TestMethod]
    [DataRow("\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", DisplayName = "family")]
    [DataRow("\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", DisplayName = "flag of tags")]
    [DataRow("\U0001F3F3\uFE0F\u200D\U0001F308", DisplayName = "flag of a joined emoji")]
    [DataRow("\U0001F9D1\U0001F3FE\u200D\u2764\uFE0F\u200D\U0001F9D1\U0001F3FB", DisplayName = "couple")]
    public void Emoji_grow_together_two_columns_wide(string emoji)
    {
        var cluster = "";

        foreach (var rune in emoji.EnumerateRunes())
        {
            Assert.AreEqual(cluster.Length > 0, GraphemeClusters.Joins(cluster, rune.Value));
            Assert.IsTrue(cluster.Length == 0 || GraphemeClusters.MayJoin(Last(cluster), rune.Value));
            cluster += rune;
        }

        Assert.AreEqual(2, GraphemeClusters.Width(cluster));
    }

    private static int Last(string cluster) => cluster.EnumerateRunes().Last().Value;

    private static IEnumerable<Rune> EveryCharacter() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(codePoint => new Rune(codePoint));
}
