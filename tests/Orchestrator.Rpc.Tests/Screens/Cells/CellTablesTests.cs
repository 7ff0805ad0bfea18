using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Cells;

/// <summary>Styles, clusters and links: what is shown keeps its number, and a program that invents more without end costs no more.</summary>
[TestClass]
[TestCategory("TRM-11")]
public sealed class CellTablesTests
{
    private const int Flood = 200_000;

    [TestMethod]
    public void Style_has_one_number()
    {
        var table = new StyleTable();
        var (bold, red, linked) = (new Style { Flags = StyleFlags.Bold }, new Style { Foreground = Color.Rgb(255, 0, 0) }, new Style { Link = 1 });

        var numbers = new[] { default, bold, red, linked }.Select(style => table.NumberOf(style)).ToArray();

        Assert.AreEqual(0, numbers[0]);
        Assert.IsLessThan(0, numbers[1]);
        Assert.AreEqual(4, numbers.Distinct().Count());
        CollectionAssert.AreEqual(numbers, new[] { default, bold, red, linked }.Select(style => table.NumberOf(style)).ToArray());
        CollectionAssert.AreEqual(new[] { default, bold, red, linked }, numbers.Select(number => table[number]).ToArray());
    }

    [TestMethod]
    public void Style_that_fits_into_a_number_comes_back_from_it()
    {
        Color[] colors = [default, Color.Ansi(0), Color.Ansi(15), Color.Indexed(0), Color.Indexed(255)];
        foreach (var foreground in colors)
            foreach (var background in colors)
                for (var flags = 0; flags <= 0xFF; flags += 5)
                    for (var underline = Underline.None; underline <= Underline.Dashed; underline++)
                    {
                        var style = new Style { Foreground = foreground, Background = background, Flags = (StyleFlags)flags, Underline = underline };

                        Assert.IsTrue(style.TryPack(out var packed));
                        Assert.IsLessThan(0, packed);
                        Assert.AreEqual(style, Style.Unpack(packed));
                    }
    }

    [TestMethod]
    public void Style_that_does_not_fit_is_not_packed()
    {
        Style[] styles =
        [
            new() { Foreground = Color.Rgb(0, 0, 0) }, new() { Background = Color.Rgb(0, 0, 0) }, new() { UnderlineColor = Color.Ansi(1) },
            new() { Link = 1 }, new() { Flags = StyleFlags.Protected }, new() { Flags = StyleFlags.Protected | StyleFlags.Bold, Foreground = Color.Ansi(1) },
        ];

        foreach (var style in styles) Assert.IsFalse(style.TryPack(out _), style.ToString());
    }

    [TestMethod]
    public void Style_sweep_keeps_what_is_marked_and_gives_the_others_out_again()
    {
        var table = new StyleTable();
        var numbers = Enumerable.Range(0, 100).Select(red => table.NumberOf(Rgb(red))).ToArray();
        var isUsed = new bool[table.End];
        foreach (var number in numbers[..10]) isUsed[number] = true;

        table.Sweep(isUsed);

        var again = Enumerable.Range(1000, 90).Select(red => table.NumberOf(Rgb(red))).ToArray();
        CollectionAssert.AreEquivalent(numbers[10..], again);
        for (var red = 0; red < 10; red++) Assert.AreEqual(Rgb(red), table[numbers[red]]);
        for (var red = 0; red < 10; red++) Assert.AreEqual(numbers[red], table.NumberOf(Rgb(red)));
        Assert.AreEqual(101, table.End);
    }

    [TestMethod]
    public void Cluster_grows_by_one_code_point_at_a_time()
    {
        var table = new ClusterTable();

        var first = table.Extend(Cell.Of('e', 1, 0), 0x301);
        var second = table.Extend(Cell.OfCluster(first, 1, 0), 0x302);

        Assert.AreEqual("e\u0301", table[first]);
        Assert.AreEqual("e\u0301\u0302", table[second]);
        Assert.AreEqual(first, table.Extend(Cell.Of('e', 1, 7), 0x301));
        Assert.AreNotEqual(first, table.Extend(Cell.Of('a', 1, 0), 0x301));
    }

    [TestMethod]
    public void Cluster_that_is_too_long_is_refused()
    {
        var played = new PlayedScreen().Feed("e" + new string('\u0301', 1000) + "x");

        Assert.AreEqual("e" + new string('\u0301', ClusterTable.MaxLength - 1), played.Cell(0));
        Assert.AreEqual("x", played.Cell(1));
    }

    [TestMethod]
    public void Cluster_sweep_keeps_what_is_marked_and_gives_the_others_out_again()
    {
        var table = new ClusterTable();
        var numbers = Enumerable.Range(0, 100).Select(letter => table.Extend(Cell.Of(0x4E00 + letter, 2, 0), 0x301)).ToArray();
        var isUsed = new bool[table.End];
        foreach (var number in numbers[..10]) isUsed[number] = true;

        table.Sweep(isUsed);

        var again = Enumerable.Range(0, 90).Select(letter => table.Extend(Cell.Of(0x5E00 + letter, 2, 0), 0x301)).ToArray();
        CollectionAssert.AreEquivalent(numbers[10..], again);
        for (var letter = 0; letter < 10; letter++) Assert.AreEqual($"{(char)(0x4E00 + letter)}\u0301", table[numbers[letter]]);
        for (var letter = 0; letter < 10; letter++) Assert.AreEqual(numbers[letter], table.Extend(Cell.Of(0x4E00 + letter, 2, 0), 0x301));
    }

    [TestMethod]
    public void Link_sweep_keeps_what_is_marked_and_gives_the_others_out_again()
    {
        var table = new LinkTable();
        var numbers = Enumerable.Range(0, 100).Select(page => table.NumberOf(new Link($"https://example.org/{page}", null))).ToArray();
        var isUsed = new bool[table.End];
        foreach (var number in numbers[..10]) isUsed[number] = true;

        table.Sweep(isUsed);

        var again = Enumerable.Range(0, 90).Select(page => table.NumberOf(new Link($"https://example.org/{page}", "id"))).ToArray();
        CollectionAssert.AreEquivalent(numbers[10..], again);
        for (var page = 0; page < 10; page++) Assert.AreEqual($"https://example.org/{page}", table[numbers[page]].Uri);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => table[500]);
    }

    [TestMethod]
    public void Flood_of_styles_costs_what_is_shown_and_keeps_it()
    {
        var played = new PlayedScreen(10, 3).Feed("\e[38;2;1;2;3mkept\e[m\e[2;3r\e[2;1H");

        foreach (var portion in Enumerable.Range(0, Flood).Chunk(1000))
            played.Feed(string.Concat(portion.Select(number => $"\e[38;2;{number >> 16};{number >> 8 & 0xFF};{number & 0xFF}mx")));

        Assert.AreEqual(Color.Rgb(1, 2, 3), played.Style(0).Foreground);
        var last = Flood - 1;
        Assert.AreEqual(Color.Rgb(last >> 16, last >> 8 & 0xFF, last & 0xFF), played.Style(played.Buffer.X - 1, 2).Foreground);
        Assert.IsLessThan(16_384, played.Screen.State.Tables.Styles.End);
    }

    [TestMethod]
    public void Flood_of_clusters_costs_what_is_shown_and_keeps_it()
    {
        var played = new PlayedScreen(10, 3).Feed("e\u0301\e[2;3r\e[2;1H");

        foreach (var portion in Enumerable.Range(0, Flood / 10).Chunk(1000))
            played.Feed(string.Concat(portion.Select(number => $"{(char)(0x4E00 + number)}\u0302")));

        Assert.AreEqual("e\u0301", played.Cell(0));
        Assert.AreEqual($"{(char)(0x4E00 + Flood / 10 - 1)}\u0302", played.Cell(played.Buffer.X - 2, 2));
        Assert.IsLessThan(4096, played.Screen.State.Tables.Clusters.End);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Flood_of_links_costs_what_is_shown_and_keeps_it()
    {
        var played = new PlayedScreen(10, 3).Feed("\e]8;;https://example.org/kept\ax\e[2;3r\e[2;1H");

        foreach (var portion in Enumerable.Range(0, Flood / 10).Chunk(500))
            played.Feed(string.Concat(portion.Select(number => $"\e]8;;https://example.org/{number}\ax")));

        var links = played.Screen.State.Tables.Links;
        Assert.AreEqual("https://example.org/kept", links[played.Style(0).Link].Uri);
        Assert.AreEqual($"https://example.org/{Flood / 10 - 1}", links[played.Style(played.Buffer.X - 1, 2).Link].Uri);
        Assert.AreEqual($"https://example.org/{Flood / 10 - 1}", links[played.Screen.State.Pen.Link].Uri);
        Assert.IsLessThan(8192, links.End);
    }

    private static Style Rgb(int value) => new() { Foreground = Color.Rgb(value >> 8, value & 0xFF, 1) };
}
