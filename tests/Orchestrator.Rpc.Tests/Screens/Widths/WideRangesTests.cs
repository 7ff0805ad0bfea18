using System.Runtime.Intrinsics;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Rpc.Tests.Screens.Widths;

[TestClass]
public sealed class WideRangesTests
{
    private const int FirstOfThreeBytes = 0x800, LastOfThreeBytes = 0xFFFF;

    [TestMethod]
    public void Ranges_hold_only_characters_of_the_width_that_the_table_has_for_them()
    {
        var wrong = new List<string>();

        for (var codePoint = FirstOfThreeBytes; codePoint <= LastOfThreeBytes; codePoint++)
        {
            var four = Vector128.Create(codePoint);
            var width = CodePointWidths.Of(codePoint);
            if (WideRanges.AreWide(four) && width != 2) wrong.Add($"U+{codePoint:X4} is not wide");
            if (WideRanges.AreBoxes(four) && width != 1) wrong.Add($"U+{codePoint:X4} is not narrow");
        }

        Assert.IsEmpty(wrong, string.Join('\n', wrong));
        Assert.IsFalse(WideRanges.AreWide(Vector128.Create('中', '中', '中', 'é')));
    }
}
