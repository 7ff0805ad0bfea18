using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

/// <summary>Where each agent's transcripts are found, in folders as the agents leave them.</summary>
[TestClass]
public sealed class TranscriptStoreTests : FolderTest
{
    // Begun at 2026-11-22T03:19:55.053Z.
    private const string CodexId = "01a20144-7b6d-7543-b259-2d4fce047954";
    private const string Uuid = "414a3c60-a283-4c86-a4a6-68472e07e9b8";

    private static readonly DateTimeOffset CodexBegan = DateTimeOffset.FromUnixTimeMilliseconds(0x01a201447b6d);

    private readonly ITranscriptFormat _format = new ModelFormat();

    [TestMethod]
    public void Codex_finds_a_conversation_by_the_time_in_its_id_whatever_the_zone()
    {
        var store = new CodexStore(_format);
        var root = store.Root(Environment("CODEX_HOME", Folder));
        var day = CodexBegan.UtcDateTime.AddDays(1).ToString("yyyy/MM/dd");
        var path = Write(root, $"{day}/rollout-2026-11-23T13-19-55-{CodexId}.jsonl", Meta("/src/repo"));

        Assert.AreEqual(path, store.Find(root, "/src/repo", CodexId));
        Assert.IsNull(store.Find(root, "/src/repo", "0199a213-81c0-7800-8aa1-bbab2a035a53"));
        Assert.IsNull(store.Find(root, "/src/repo", "no id"));
    }

    [TestMethod]
    [TestCategory("AGT-03")]
    public void Codex_tells_which_conversations_began_in_a_folder_in_a_time()
    {
        var store = new CodexStore(_format);
        var root = store.Root(Environment("CODEX_HOME", Folder));
        Write(root, $"2026/11/22/rollout-2026-11-22T03-19-55-{CodexId}.jsonl", Meta("/src/repo"));
        Write(root, $"2026/11/22/rollout-2026-11-22T03-19-55-{CodexId[..^1]}5.jsonl", Meta("/src/other"));
        Write(root, $"2026/11/22/rollout-2026-11-22T03-19-55-{CodexId[..^1]}6.jsonl", "no json\n");
        Write(root, "2026/11/22/rollout-of-something-else.jsonl", Meta("/src/repo"));

        var found = Ids(CodexBegan, CodexBegan);

        CollectionAssert.AreEqual(new[] { CodexId }, found);
        CollectionAssert.AreEqual(Array.Empty<string>(), Ids(CodexBegan.AddMilliseconds(1), CodexBegan.AddHours(1)));
        CollectionAssert.AreEqual(Array.Empty<string>(), Ids(CodexBegan.AddHours(-1), CodexBegan.AddMilliseconds(-1)));

        string[] Ids(DateTimeOffset from, DateTimeOffset until) =>
            [.. store.BegunIn(root, "/src/repo", from, until).Select(conversation => conversation.NativeSessionId)];
    }

    [TestMethod]
    public void Claude_finds_a_conversation_in_the_folder_named_after_its_own_or_in_any_other()
    {
        var store = new ClaudeStore(_format);
        var root = store.Root(Environment("CLAUDE_CONFIG_DIR", Folder));
        var path = Write(root, $"-src-my-repo/{Uuid}.jsonl", "");
        var child = Write(root, $"-src-my-repo/{Uuid}/subagents/agent-1.jsonl", "");
        Write(root, $"-src-my-repo/{Uuid}/subagents/agent-1.meta.json", "");

        Assert.AreEqual(path, store.Find(root, "/src/my.repo", Uuid));
        Assert.AreEqual(path, store.Find(root, "/link/to/it", Uuid));
        CollectionAssert.AreEqual(new[] { child }, store.Children(path).ToArray());
    }

    [TestMethod]
    [DataRow("42", Uuid)]
    [DataRow("43", null)]
    public void Claude_has_the_conversation_that_it_registered_for_this_very_process(string start, string? expected)
    {
        var store = new ClaudeStore(_format);
        var root = store.Root(Environment("CLAUDE_CONFIG_DIR", Folder));
        Write(Folder, "sessions/7.json", $$"""{"pid":7,"sessionId":"{{Uuid}}","procStart":"{{start}}"}""");

        Assert.AreEqual(expected, store.Current(root, new ProcessIdentity(7, 42, "boot")));
        Assert.IsNull(store.Current(root, new ProcessIdentity(8, 42, "boot")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("""{"procStart":42,"sessionId":"x"}""")]
    [DataRow("""{"procStart":"42"}""")]
    [DataRow("""{"procStart":"42","sessionId":7}""")]
    public void Claude_registration_of_another_form_says_nothing(string text)
    {
        var store = new ClaudeStore(_format);
        Write(Folder, "sessions/7.json", text);

        Assert.IsNull(store.Current(store.Root(Environment("CLAUDE_CONFIG_DIR", Folder)), new ProcessIdentity(7, 42, "boot")));
    }

    [TestMethod]
    public void Gemini_finds_the_newest_file_that_begins_with_the_id()
    {
        var store = new GeminiStore(_format);
        var root = store.Root(Environment("GEMINI_CLI_HOME", Folder));
        Write(root, $"repo/chats/session-2026-11-22T03-20-{Uuid[..8]}.jsonl", $$"""{"sessionId":"{{Uuid}}"}""");
        var newest = Write(root, $"repo/chats/session-2026-11-22T04-20-{Uuid[..8]}.jsonl", $$"""{"sessionId":"{{Uuid}}"}""");
        Write(root, $"other/chats/session-2026-11-22T05-20-{Uuid[..8]}.jsonl", $$"""{"sessionId":"{{Uuid[..8]}}-0000-0000-0000-000000000000"}""");

        Assert.AreEqual(newest, store.Find(root, "/src/repo", Uuid));
    }

    [TestMethod]
    public void Qwen_finds_a_conversation_in_the_folder_named_after_its_own_or_in_any_other()
    {
        var store = new QwenStore(_format);
        var root = store.Root(Environment("QWEN_HOME", Folder));
        var path = Write(root, $"-src-my-repo/chats/{Uuid}.jsonl", "");
        Write(root, $"-src-my-repo/chats/{Uuid}.runtime.json", "");

        Assert.AreEqual(path, store.Find(root, "/src/my.repo", Uuid));
        Assert.AreEqual(path, store.Find(root, "/link/to/it", Uuid));
        Assert.IsNull(store.Find(root, "/src/my.repo", CodexId));
    }

    [TestMethod]
    public void Copilot_finds_a_conversation_that_has_events()
    {
        var store = new CopilotStore(_format);
        var root = store.Root(Environment("COPILOT_HOME", Folder));
        var path = Write(root, $"{Uuid}/events.jsonl", "");
        Write(root, $"{CodexId}/workspace.yaml", "");

        Assert.AreEqual(path, store.Find(root, "/src/repo", Uuid));
        Assert.IsNull(store.Find(root, "/src/repo", CodexId));
    }

    [TestMethod]
    [TestCategory("AGT-03")]
    public void Kimi_tells_which_conversations_began_in_a_folder_in_a_time()
    {
        var store = new KimiStore(_format);
        var root = store.Root(Environment("KIMI_CODE_HOME", Folder));
        var begun = DateTimeOffset.FromUnixTimeMilliseconds(1795317634003);
        Write(root, "wd_repo_1/session_a/state.json", """{"cwd":"/src/repo","createdAt":1795317634003}""");
        Write(root, "wd_repo_1/session_b/state.json", """{"cwd":"/src/other","createdAt":1795317634003}""");
        Write(root, "wd_repo_1/session_c/state.json", """{"cwd":"/src/repo","createdAt":1e300}""");
        Write(root, "wd_repo_1/session_d/state.json", "[]");
        var wire = Write(root, "wd_repo_1/session_a/agents/main/wire.jsonl", "");
        var child = Write(root, "wd_repo_1/session_a/agents/agent-1/wire.jsonl", "");

        var found = store.BegunIn(root, "/src/repo", begun, begun).ToList();

        Assert.AreEqual(new BegunConversation("session_a", wire), found.Single());
        Assert.IsEmpty(store.BegunIn(root, "/src/repo", begun.AddMilliseconds(1), begun.AddDays(1)));
        Assert.AreEqual(wire, store.Find(root, "/src/repo", "session_a"));
        CollectionAssert.AreEqual(new[] { child }, store.Children(wire).ToArray());
    }

    [TestMethod]
    public void Folders_that_do_not_exist_hold_nothing()
    {
        ITranscriptStore[] stores =
        [
            new ClaudeStore(_format), new CodexStore(_format), new GeminiStore(_format), new KimiStore(_format), new CopilotStore(_format), new QwenStore(_format),
        ];
        foreach (var store in stores)
        {
            var root = store.Root(Environment("HOME", System.IO.Path.Combine(Folder, "nobody")));

            Assert.StartsWith(Folder, root);
            Assert.IsNull(store.Find(root, "/src/repo", Uuid));
            Assert.IsEmpty(store.BegunIn(root, "/src/repo", CodexBegan.AddYears(-1), CodexBegan));
        }
    }

    private static Dictionary<string, string> Environment(string name, string value) => new() { [name] = value };

    private static string Meta(string folder) => $$$"""{"type":"session_meta","payload":{"cwd":"{{{folder}}}"}}""" + "\n";

    private static string Write(string root, string name, string text)
    {
        var path = System.IO.Path.Combine(root, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
