namespace Orchestrator.Rpc.Tests.Screens.Controls;

[TestClass]
public sealed class ModeControlsTests
{
    private const int NotKnown = 0, On = 1, Off = 2, AlwaysOn = 3, AlwaysOff = 4;

    [TestMethod]
    [TestCategory("TRM-07")]
    [DataRow(1, Off)]
    [DataRow(5, Off)]
    [DataRow(6, Off)]
    [DataRow(7, On)]
    [DataRow(9, Off)]
    [DataRow(12, Off)]
    [DataRow(25, On)]
    [DataRow(45, Off)]
    [DataRow(47, Off)]
    [DataRow(66, Off)]
    [DataRow(69, Off)]
    [DataRow(1000, Off)]
    [DataRow(1002, Off)]
    [DataRow(1003, Off)]
    [DataRow(1004, Off)]
    [DataRow(1006, Off)]
    [DataRow(1007, Off)]
    [DataRow(1016, Off)]
    [DataRow(1047, Off)]
    [DataRow(1049, Off)]
    [DataRow(2004, Off)]
    [DataRow(2026, Off)]
    [DataRow(2027, Off)]
    [DataRow(2031, Off)]
    public void Private_mode_is_told_as_it_was_set(int mode, int usual)
    {
        var played = new PlayedScreen();

        Assert.AreEqual($"\e[?{mode};{usual}$y", played.Ask($"\e[?{mode}$p"));
        Assert.AreEqual($"\e[?{mode};{On}$y", played.Ask($"\e[?{mode}h\e[?{mode}$p"));
        Assert.AreEqual($"\e[?{mode};{Off}$y", played.Ask($"\e[?{mode}l\e[?{mode}$p"));
        Assert.AreEqual($"\e[?{mode};{usual}$y", played.Ask($"\e[?{mode}h\ec\e[?{mode}$p"));
    }

    [TestMethod]
    [DataRow(3, AlwaysOff)]
    [DataRow(8, AlwaysOn)]
    [DataRow(67, AlwaysOff)]
    [DataRow(1005, AlwaysOff)]
    [DataRow(1015, AlwaysOff)]
    [DataRow(1048, On)]
    [DataRow(0, NotKnown)]
    [DataRow(2, NotKnown)]
    [DataRow(99999, NotKnown)]
    public void Private_mode_that_cannot_change_is_told_the_same_always(int mode, int value)
    {
        foreach (var change in (string[])["", $"\e[?{mode}h", $"\e[?{mode}l"])
            Assert.AreEqual($"\e[?{mode};{value}$y", new PlayedScreen().Ask($"{change}\e[?{mode}$p"));
    }

    [TestMethod]
    [DataRow(2, AlwaysOff, AlwaysOff)]
    [DataRow(4, Off, On)]
    [DataRow(12, AlwaysOn, AlwaysOn)]
    [DataRow(20, Off, On)]
    [DataRow(7, NotKnown, NotKnown)]
    public void Ansi_mode_is_told(int mode, int usual, int set)
    {
        var played = new PlayedScreen();

        Assert.AreEqual($"\e[{mode};{usual}$y", played.Ask($"\e[{mode}$p"));
        Assert.AreEqual($"\e[{mode};{set}$y", played.Ask($"\e[{mode}h\e[{mode}$p"));
        Assert.AreEqual($"\e[{mode};{usual}$y", played.Ask($"\e[{mode}l\e[{mode}$p"));
    }

    [TestMethod]
    [DataRow(1000, 1003)]
    [DataRow(1003, 9)]
    [DataRow(1006, 1016)]
    [DataRow(1016, 1006)]
    public void Mouse_modes_exclude_each_other(int first, int second)
    {
        var played = new PlayedScreen().Feed($"\e[?{first}h\e[?{second}h");

        Assert.AreEqual($"\e[?{first};{Off}$y\e[?{second};{On}$y", played.Ask($"\e[?{first}$p\e[?{second}$p"));
    }
}
