using System.Buffers;
using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Rpc.Tests.Screens.Reports;

[TestClass]
[TestCategory("TRM-07")]
public sealed class DeviceAnswersTests
{
    private readonly ArrayBufferWriter<byte> _answers = new();

    private string Answers => Encoding.ASCII.GetString(_answers.WrittenSpan);

    [TestMethod]
    public void Attributes_claim_a_terminal_with_colors_and_no_more()
    {
        DeviceAnswers.WritePrimaryAttributes(_answers);
        DeviceAnswers.WriteSecondaryAttributes(_answers);
        DeviceAnswers.WriteTertiaryAttributes(_answers);

        Assert.AreEqual("\e[?62;22c\e[>0;276;0c\eP!|00000000\e\\", Answers);
    }

    [TestMethod]
    public void Status_tells_health_cursor_and_color_scheme()
    {
        DeviceAnswers.WriteStatus(_answers);
        DeviceAnswers.WriteCursorPosition(_answers, 3, 120, isPrivate: false);
        DeviceAnswers.WriteCursorPosition(_answers, 3, 120, isPrivate: true);
        DeviceAnswers.WriteColorScheme(_answers, isDark: true);
        DeviceAnswers.WriteColorScheme(_answers, isDark: false);

        Assert.AreEqual("\e[0n\e[3;120R\e[?3;120R\e[?997;1n\e[?997;2n", Answers);
    }

    [TestMethod]
    public void Mode_is_told_with_its_number()
    {
        DeviceAnswers.WriteMode(_answers, 2026, isPrivate: true, 2);
        DeviceAnswers.WriteMode(_answers, 4, isPrivate: false, 1);

        Assert.AreEqual("\e[?2026;2$y\e[4;1$y", Answers);
    }

    [TestMethod]
    public void Setting_is_told_as_the_sequence_that_makes_it()
    {
        DeviceAnswers.WriteSetting(_answers, "1;24r"u8);
        DeviceAnswers.WritePen(_answers, new() { Foreground = Color.Ansi(1), Flags = StyleFlags.Bold, Underline = Underline.Curly });
        DeviceAnswers.WriteUnknownSetting(_answers);

        Assert.AreEqual("\eP1$r1;24r\e\\\eP1$r0;1;4:3;31m\e\\\eP0$r\e\\", Answers);
    }

    [TestMethod]
    public void Extensions_are_told()
    {
        DeviceAnswers.WriteKeyboardFlags(_answers, 7);
        DeviceAnswers.WriteModifyOtherKeys(_answers, 2);
        DeviceAnswers.WriteSize(_answers, 40, 120);
        DeviceAnswers.WriteProgramStatus(_answers, isStTerminated: false);
        DeviceAnswers.WriteProgramStatus(_answers, isStTerminated: true);

        Assert.AreEqual("\e[?7u\e[>4;2m\e[8;40;120t\e]7501;?\a\e]7501;?\e\\", Answers);
    }

    [TestMethod]
    [DataRow("1.2.3", "1.2.3")]
    [DataRow("1.2.3+0a1b2c", "1.2.3")]
    public void Version_is_told_without_the_build(string version, string expected)
    {
        DeviceAnswers.WriteVersion(_answers, version);

        Assert.AreEqual($"\eP>|Orchestrator({expected})\e\\", Answers);
    }

    [TestMethod]
    [DataRow("544e", "\eP1+r544e=787465726D2D323536636F6C6F72\e\\", DisplayName = "TN")]
    [DataRow("436F;524742", "\eP1+r436F=323536\e\\\eP1+r524742=38\e\\", DisplayName = "Co and RGB")]
    [DataRow("5375", "\eP1+r5375\e\\", DisplayName = "Su has no value")]
    [DataRow("536d756c78", "\eP1+r536d756c78=1B5B343A25703125646D\e\\", DisplayName = "Smulx")]
    [DataRow("4d73", "\eP0+r4d73\e\\", DisplayName = "Ms: the clipboard is not written")]
    [DataRow("6b75;436f", "\eP0+r6b75\e\\\eP1+r436f=323536\e\\", DisplayName = "one of two is not known")]
    [DataRow("0d;rm -rf /\r", "\eP0+r0d\e\\\eP0+r\e\\", DisplayName = "what is not hexadecimal is not sent back")]
    [DataRow("54é", "\eP0+r\e\\")]
    [DataRow("", "")]
    public void Terminfo_is_told_name_by_name(string names, string expected)
    {
        TerminfoAnswers.Write(_answers, names);

        Assert.AreEqual(expected, Answers);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Terminfo_of_endless_names_is_bounded()
    {
        TerminfoAnswers.Write(_answers, string.Concat(Enumerable.Repeat("00;", 10_000)));
        TerminfoAnswers.Write(_answers, new string('0', 10_000));

        Assert.AreEqual(TerminfoAnswers.MaxNames + 1, Answers.Count(character => character == 'r'));
        Assert.IsLessThan(10_000, Answers.Length);
    }
}
