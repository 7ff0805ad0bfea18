namespace Orchestrator.Rpc.Tests.Screens;

/// <summary>Random output in the modes that xterm.js does not know, so that nothing else compares what it leads to.</summary>
[TestClass]
[TestCategory("SEC-07")]
public sealed class ScreenTests
{
    private const string Finals = "@ABCDEFGHIJKLMPSTXZ`abdefgr";

    [TestMethod]
    [DataRow("", DisplayName = "no mode")]
    [DataRow("\e[?69h\e[3;7s", DisplayName = "left and right margins")]
    [DataRow("\e[?2027h", DisplayName = "grapheme clusters")]
    [DataRow("\e[?69;2027h\e[3;7s", DisplayName = "both")]
    public void Random_output_leaves_no_half_of_a_character(string mode)
    {
        var failures = new HashSet<string>();
        for (var seed = 0; seed < 3000 && failures.Count < 5; seed++)
        {
            var random = new Random(seed);
            var steps = Enumerable.Range(0, 40).Select(_ => Step(random)).Prepend(mode).ToList();
            if (Offence(steps) is not null) failures.Add(Shortest(steps));
        }

        Assert.IsEmpty(failures, string.Join('\n', failures));
    }

    private static string Step(Random random) => random.Next(12) switch
    {
        < 4 => ((string[])["abc", "中", "中文", "e\u0301", "\U0001F469\u200D\U0001F467", "\u2764\uFE0F", "\U0001F1E9\U0001F1EA", "0123456789"])[random.Next(8)],
        4 => ((string[])["\r", "\n", "\b", "\t", "\eD", "\eM", "\eE", "\e7", "\e8"])[random.Next(9)],
        5 => $"\e[{random.Next(1, 5)};{random.Next(1, 11)}H",
        6 => ((string[])["\e[?6h", "\e[?6l", "\e[4h", "\e[4l", "\e[?7h", "\e[?7l", "\e[?1049h", "\e[?1049l", "\e[44m", "\e[m"])[random.Next(10)],
        7 => $"\e[{random.Next(1, 6)}{((string[])["'}", "'~", " @", " A"])[random.Next(4)]}",
        _ => $"\e[{random.Next(0, 6)}{Finals[random.Next(Finals.Length)]}",
    };

    // What is wrong with the screen afterwards; null when nothing is.
    private static string? Offence(IEnumerable<string> steps)
    {
        var played = new PlayedScreen(10, 4);
        try
        {
            played.Feed(string.Concat(steps));
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
        {
            // What the test looks for.
            return exception.GetType().Name;
        }

        for (var row = 0; row < 4; row++)
            for (var column = 0; column < 10; column++)
            {
                var cell = played.Buffer.Visible(row)[column];
                if (cell.Width == 2 && (column == 9 || !played.Buffer.Visible(row)[column + 1].IsSpacer)) return $"first half in {column + 1};{row + 1}";
                if (cell.IsSpacer && (column == 0 || played.Buffer.Visible(row)[column - 1].Width != 2)) return $"second half in {column + 1};{row + 1}";
            }

        return null;
    }

    // Leaves out the steps that do not matter.
    private static string Shortest(List<string> steps)
    {
        for (var at = steps.Count - 1; at >= 0; at--)
        {
            List<string> fewer = [.. steps[..at], .. steps[(at + 1)..]];
            if (Offence(fewer) is not null) steps = fewer;
        }

        return $"{Offence(steps)}: {string.Concat(steps).Replace("\e", "ESC ", StringComparison.Ordinal)}";
    }
}
