using System.Collections.Immutable;
using Orchestrator.Agents.Dialogs;

namespace Orchestrator.Rpc.Tests.Agents.Dialogs;

/// <summary>Whether Gemini will ask for trust, as its own files tell.</summary>
[TestClass]
public sealed class GeminiTrustTests : FolderTest
{
    private const string Settings = """{"security":{"auth":{"selectedType":"gemini-api-key"} } }""";

    [TestMethod]
    [DataRow(Settings, null, true)]
    [DataRow(Settings, "{}", true)]
    [DataRow(Settings, "nonsense", true)]
    [DataRow(Settings, "[]", true)]
    [DataRow(Settings, """{"FOLDER/repo":"TRUST_FOLDER"}""", false)]
    [DataRow(Settings, """{"FOLDER/repo":"DO_NOT_TRUST"}""", false)]
    [DataRow(Settings, """{"FOLDER":"TRUST_FOLDER" /* all of it */,}""", false)]
    [DataRow(Settings, """{"FOLDER/other":"TRUST_PARENT"}""", false)]
    [DataRow(Settings, """{"FOLDER/rep":"TRUST_FOLDER","FOLDER/repo/below":"TRUST_FOLDER","":"TRUST_PARENT"}""", true)]
    [DataRow("""{"security":{"folderTrust":{"enabled":false} } }""", null, false)]
    [DataRow("""{"security":{"folderTrust":{"enabled":true} } }""", null, true)]
    [DataRow(null, null, false)]
    public void Folder_is_asked_about_unless_something_is_kept_of_it(string? settings, string? rules, bool willAsk)
    {
        Write("settings.json", settings);
        Write("trustedFolders.json", rules);

        Assert.AreEqual(willAsk, GeminiTrust.WillAsk(Repo, Home));
    }

    [TestMethod]
    [DataRow("GEMINI_CLI_TRUST_WORKSPACE", "true", false)]
    [DataRow("GEMINI_CLI_TRUST_WORKSPACE", "false", false)]
    [DataRow("GEMINI_CLI_TRUST_WORKSPACE", "", true)]
    [DataRow("GEMINI_RESTRICTED_MODE", "true", false)]
    [DataRow("GEMINI_CLI_TRUSTED_FOLDERS_PATH", "FOLDER/elsewhere.json", false)]
    public void Environment_comes_before_files(string name, string value, bool willAsk)
    {
        Write("settings.json", Settings);
        Write("../elsewhere.json", """{"FOLDER/repo":"TRUST_FOLDER"}""");

        Assert.AreEqual(willAsk, GeminiTrust.WillAsk(Repo, Home.SetItem(name, value.Replace("FOLDER", Folder, StringComparison.Ordinal))));
    }

    private string Repo => Directory.CreateDirectory(Path.Combine(Folder, "repo")).FullName;

    private ImmutableDictionary<string, string> Home => ImmutableDictionary<string, string>.Empty.Add("GEMINI_CLI_HOME", Folder);

    private void Write(string name, string? text)
    {
        var configuration = Directory.CreateDirectory(Path.Combine(Folder, ".gemini")).FullName;
        if (text is not null) File.WriteAllText(Path.Combine(configuration, name), text.Replace("FOLDER", Folder, StringComparison.Ordinal));
    }
}
