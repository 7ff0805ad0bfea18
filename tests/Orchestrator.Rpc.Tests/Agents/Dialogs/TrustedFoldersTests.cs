using Orchestrator.Agents.Dialogs;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Agents.Dialogs;

/// <summary>Folders that the user's settings say agents may trust.</summary>
[TestClass]
public sealed class TrustedFoldersTests : FolderTest
{
    private readonly NoticeBoard _notices = new();
    private readonly List<Notice> _told = [];
    private readonly TrustedFolders _trusted;

    public TrustedFoldersTests()
    {
        _trusted = new TrustedFolders(new SettingsFile(File, _notices), _notices);
        _notices.Subscribe(_told.Add);
        Real = RealPath.Of(Folder)!;
        foreach (var name in new[] { "src/repo/deep", "src2", "other" }) Directory.CreateDirectory(Path.Combine(Real, name));
    }

    private string File => Path.Combine(Folder, SettingsFile.Name);

    private string Real { get; }

    [TestMethod]
    [DataRow("src", true)]
    [DataRow("src/", true)]
    [DataRow("src/repo/deep", true)]
    [DataRow("src/../src/./repo", true)]
    [DataRow("src2", false)]
    [DataRow("src/../other", false)]
    [DataRow("", false)]
    [DataRow("src/missing", false)]
    public void Folder_is_trusted_with_all_below_it_and_nothing_beside_it(string folder, bool isTrusted)
    {
        Assert.IsNull(Trusted(folder));
        Write($$"""{"trustedFolders":["{{Real}}/src"]}""");

        Assert.AreEqual(isTrusted, Trusted(folder) is not null);
    }

    [TestMethod]
    public void Link_counts_as_what_it_leads_to()
    {
        Directory.CreateSymbolicLink(Path.Combine(Real, "src", "out"), Path.Combine("..", "other"));
        Directory.CreateSymbolicLink(Path.Combine(Real, "in"), Path.Combine(Real, "src"));
        Directory.CreateSymbolicLink(Path.Combine(Real, "circle"), "circle");
        Write($$"""{"trustedFolders":["{{Real}}/in"]}""");

        Assert.AreEqual(Path.Combine(Real, "src", "repo"), Trusted("in/repo"));
        Assert.AreEqual(Path.Combine(Real, "src", "repo"), Trusted("src/repo"));
        Assert.IsNull(Trusted("src/out"));
        Assert.IsNull(Trusted("circle"));
    }

    [TestMethod]
    [DataRow("~")]
    [DataRow("~/")]
    public void Tilde_is_the_home_folder(string text)
    {
        Write($$"""{"trustedFolders":["{{text}}"]}""");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.AreEqual(RealPath.Of(home), _trusted.Trusted(home));
    }

    [TestMethod]
    [DataRow("\"src\"", "In 'trustedFolders' \"src\" is left out: a folder is a full path, or one that begins with \"~/\".")]
    [DataRow("\"~other/src\"", "\"~other/src\" is left out")]
    [DataRow("7", "7 is left out")]
    [DataRow("\"\"", "\"\" is left out")]
    public void Entry_that_is_no_folder_is_told_and_costs_no_other(string entry, string expected)
    {
        Write($$"""{"trustedFolders":[{{entry}},"{{Real}}/src"]}""");

        Assert.IsNotNull(Trusted("src"));
        StringAssert.Contains(_told.Single().Text, expected, StringComparison.Ordinal);

        Write("{}");
        Assert.IsNull(Trusted("src"));
        StringAssert.Contains(_told[^1].Text, "in order again", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Setting_that_is_no_list_trusts_nothing_and_says_how_it_is_written()
    {
        Write($$"""{"trustedFolders":"{{Real}}"}""");

        Assert.IsNull(Trusted("src"));
        StringAssert.Contains(_told.Single().Text, "'trustedFolders' is no list. Write the folders in brackets", StringComparison.Ordinal);
    }

    [TestMethod]
    public void File_that_cannot_be_read_trusts_nothing_and_says_so()
    {
        Write($$"""{"trustedFolders":["{{Real}}"]}""");
        Assert.IsNotNull(Trusted("src"));
        Write($$"""{"trustedFolders":["{{Real}}"]""");

        Assert.IsNull(Trusted("src"));
        StringAssert.Contains(_told.Single().Text, "No folder is trusted by it.", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Limit_that_is_wrong_costs_no_trust()
    {
        Write($$"""{"maxRunningSessions":0,"trustedFolders":["{{Real}}"]}""");

        Assert.IsNotNull(Trusted("src"));
    }

    private string? Trusted(string folder) => _trusted.Trusted($"{Real}/{folder}");

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
