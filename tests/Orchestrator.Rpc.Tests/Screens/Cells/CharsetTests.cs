using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Cells;

[TestClass]
public sealed class CharsetTests
{
    private const string Printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    [TestMethod]
    [DataRow('0', "`ajklmnqtuvwx~", "◆▒┘┐┌└┼─├┤┴┬│·", DisplayName = "DEC special graphics")]
    [DataRow('A', "#[", "£[", DisplayName = "British")]
    [DataRow('4', "#@[\\]{|}~", "£¾i½|¨f¼´", DisplayName = "Dutch")]
    [DataRow('C', "[\\]^`{|}~", "ÄÖÅÜéäöåü", DisplayName = "Finnish")]
    [DataRow('5', "[\\]^`{|}~", "ÄÖÅÜéäöåü", DisplayName = "Finnish, other final")]
    [DataRow('R', "#@[\\]{|}~", "£à°ç§éùè¨", DisplayName = "French")]
    [DataRow('Q', "@[\\]^`{|}~", "àâçêîôéùèû", DisplayName = "French Canadian")]
    [DataRow('K', "@[\\]{|}~", "§ÄÖÜäöüß", DisplayName = "German")]
    [DataRow('Y', "#@[\\]`{|}~", "£§°çéùàòèì", DisplayName = "Italian")]
    [DataRow('E', "@[\\]^`{|}~", "ÄÆØÅÜäæøåü", DisplayName = "Norwegian and Danish")]
    [DataRow('6', "@[\\]^`{|}~", "ÄÆØÅÜäæøåü", DisplayName = "Norwegian and Danish, other final")]
    [DataRow('Z', "#@[\\]{|}~", "£§¡Ñ¿°ñç~", DisplayName = "Spanish")]
    [DataRow('H', "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü", DisplayName = "Swedish")]
    [DataRow('7', "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü", DisplayName = "Swedish, other final")]
    [DataRow('=', "#@[\\]^_`{|}~", "ùàéçêîèôäöüû", DisplayName = "Swiss")]
    public void Map_shows_other_characters_for_some(char final, string typed, string shown)
    {
        var charset = Charset.Find(final)!;

        var result = string.Concat(typed.Select(ascii => (char)charset.Map(ascii)));

        Assert.AreEqual(shown, result);
    }

    [TestMethod]
    [DataRow('0', "`abcdefghijklmnopqrstuvwxyz{|}~", DisplayName = "DEC special graphics")]
    [DataRow('A', "#", DisplayName = "British")]
    [DataRow('K', "@[\\]{|}~", DisplayName = "German")]
    [DataRow('=', "#@[\\]^_`{|}~", DisplayName = "Swiss")]
    public void Map_leaves_all_others_alone(char final, string replaced)
    {
        var charset = Charset.Find(final)!;

        var changed = Printable.Where(ascii => charset.Map(ascii) != ascii).Order();

        Assert.AreEqual(string.Concat(replaced.Order()), string.Concat(changed));
    }

    [TestMethod]
    public void Find_gives_the_same_set_each_time_and_one_for_each_final()
    {
        var finals = Printable.Where(final => Charset.Find(final) is not null).ToList();

        Assert.AreEqual("04567=ACEHKQRYZ", string.Concat(finals));
        foreach (var final in finals)
        {
            Assert.AreEqual(final, Charset.Find(final)!.Final);
            Assert.AreSame(Charset.Find(final), Charset.Find(final));
        }
    }

    [TestMethod]
    [DataRow('B', true, DisplayName = "ASCII")]
    [DataRow('0', true, DisplayName = "DEC special graphics")]
    [DataRow('=', true, DisplayName = "Swiss")]
    [DataRow('<', false, DisplayName = "user preferred")]
    [DataRow('>', false, DisplayName = "DEC technical")]
    [DataRow('1', false, DisplayName = "alternate ROM")]
    [DataRow('\u20AC', false, DisplayName = "no final byte at all")]
    public void IsKnown_tells_whether_a_designation_counts(char final, bool isKnown)
    {
        var result = Charset.IsKnown(final);

        Assert.AreEqual(isKnown, result);
        Assert.AreEqual(isKnown && final != 'B', Charset.Find(final) is not null);
    }
}
