using System.Text;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

[TestClass]
public sealed class ParamsTests
{
    [TestMethod]
    [DataRow("", "0", DisplayName = "nothing is one number, 0")]
    [DataRow("7", "7")]
    [DataRow("007", "7", DisplayName = "leading zeros")]
    [DataRow("1;;3", "1;0;3", DisplayName = "an omitted one is 0")]
    [DataRow(";", "0;0")]
    [DataRow("4:3", "4:3")]
    [DataRow("4:", "4:-1", DisplayName = "an omitted subparameter is -1")]
    [DataRow("38:2::255:0:10;1", "38:2:-1:255:0:10;1")]
    [DataRow("1;2:3;4;5:6:7", "1;2:3;4;5:6:7", DisplayName = "each has its own")]
    [DataRow(":5;6", "0:5;6", DisplayName = "a colon first")]
    [DataRow("2147483647;2147483648", "2147483647;2147483647", DisplayName = "a number that is too large is the largest")]
    [DataRow("99999999999999999999;5", "2147483647;5", DisplayName = "far too large")]
    [DataRow("1:99999999999999999999", "1:2147483647", DisplayName = "a subparameter that is too large")]
    public void Numbers_are_read(string text, string expected)
    {
        Assert.AreEqual(expected, Show(Read(text)));
        Assert.AreEqual(expected, Show(Add(text)));
    }

    [TestMethod]
    public void Parameters_beyond_the_limit_are_dropped()
    {
        var text = string.Join(';', Enumerable.Range(1, 40)) + ":9;8";

        var expected = string.Join(';', Enumerable.Range(1, Params.Most));
        Assert.AreEqual(expected, Show(Read(text)));
        Assert.AreEqual(expected, Show(Add(text)));
    }

    [TestMethod]
    public void Subparameters_beyond_the_limit_are_dropped_and_what_follows_is_kept()
    {
        var text = "1:" + string.Join(':', Enumerable.Range(1, 40)) + ";7";

        var expected = "1:" + string.Join(':', Enumerable.Range(1, Params.Most)) + ";7";
        Assert.AreEqual(expected, Show(Read(text)));
        Assert.AreEqual(expected, Show(Add(text)));
    }

    [TestMethod]
    [DataRow("", 0, 1)]
    [DataRow("0", 0, 1)]
    [DataRow("5", 0, 5)]
    [DataRow("5", 1, 1)]
    public void Amount_is_at_least_one(string text, int index, int expected)
    {
        var amount = Read(text).Amount(index);

        Assert.AreEqual(expected, amount);
    }

    [TestMethod]
    public void Reading_again_forgets_what_was()
    {
        var parameters = Read("1:2:3;4:5");

        parameters.Read("6;7"u8);

        Assert.AreEqual("6;7", Show(parameters));
        Assert.IsFalse(parameters.HasSubparams);
    }

    [TestMethod]
    public void Reading_at_once_and_one_by_one_agree()
    {
        var random = new Random(1);
        for (var count = 0; count < 2000; count++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => "0123456789;;;::"[random.Next(15)]));

            Assert.AreEqual(Show(Add(text)), Show(Read(text)), text);
        }
    }

    private static Params Read(string text)
    {
        var parameters = new Params();
        parameters.Read(Encoding.ASCII.GetBytes(text + "m"));
        return parameters;
    }

    private static Params Add(string text)
    {
        var parameters = new Params();
        parameters.Clear();
        foreach (var character in text) parameters.Add(character);
        return parameters;
    }

    private static string Show(Params parameters) =>
        string.Join(';', Enumerable.Range(0, parameters.Count)
            .Select(index => string.Join(':', new[] { parameters[index] }.Concat(parameters.Subparams(index).ToArray()))));
}
