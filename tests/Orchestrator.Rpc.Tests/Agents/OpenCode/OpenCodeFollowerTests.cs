using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Rpc.Tests.Agents.OpenCode;

/// <summary>Following an API over a real connection.</summary>
[TestClass]
public sealed class OpenCodeFollowerTests : FolderTest
{
    private const string Permission = """{"id":"per_1","sessionID":"ses_2","permission":"bash","patterns":["touch x"],"metadata":{}}""";

    private readonly SemaphoreSlim _changed = new(0);

    [TestMethod]
    public async Task What_was_before_the_stream_is_listed_with_whose_child_it_is()
    {
        await using var api = new FakeOpenCode();
        (api.Answers["/permission"], api.Answers["/session/status"]) = ($"[{Permission}]", """{"ses_1":{"type":"busy"}}""");
        (api.Answers["/session/ses_1"], api.Answers["/session/ses_2"]) = ("""{"id":"ses_1"}""", """{"id":"ses_2","parentID":"ses_1"}""");
        await using var follower = Follow(api.Access);

        var board = await SeesAsync(follower, sight => sight.Board is not null);

        Assert.AreEqual(("per_1", OpenCodeStatusKind.Busy), (board.Dialogs.Single().Id, board.Statuses["ses_1"].Kind));
        Assert.IsTrue(board.IsOfFamily("ses_2", "ses_1"));
    }

    [TestMethod]
    public async Task Events_are_followed_and_a_stream_that_breaks_off_is_opened_again_without_a_loss()
    {
        await using var api = new FakeOpenCode();
        await using var follower = Follow(api.Access);
        await SeesAsync(follower, sight => sight.Board is not null);

        await api.TellAsync("""{"type":"session.status","properties":{"sessionID":"ses_1","status":{"type":"busy"}}}""");
        await api.TellAsync($$"""{"type":"permission.asked","properties":{{Permission}}}""");
        await SeesAsync(follower, sight => sight.Board!.Dialogs.Length == 1);
        await api.ConnectedAsync(Timeout);
        api.BreakOff();
        await api.ConnectedAsync(Timeout);
        var board = await SeesAsync(follower, sight => sight.Board!.Dialogs.IsEmpty);

        Assert.AreEqual(OpenCodeStatusKind.Idle, board.Statuses["ses_1"].Kind);
        Assert.IsFalse(follower.Sight.IsLost);
    }

    [TestMethod]
    public async Task Program_that_does_not_answer_is_lost_and_found_again()
    {
        var first = new FakeOpenCode();
        await using var follower = Follow(first.Access);
        await SeesAsync(follower, sight => sight.Board is not null);

        await first.ConnectedAsync(Timeout);
        first.BreakOff();
        await first.DisposeAsync();
        await SeesAsync(follower, sight => sight.IsLost);
        await using var second = new FakeOpenCode(first.Access);
        await SeesAsync(follower, sight => !sight.IsLost);
    }

    [TestMethod]
    public async Task Wrong_password_sees_nothing()
    {
        await using var api = new FakeOpenCode();
        await using var follower = Follow(api.Access with { Password = "wrong" });

        await SeesAsync(follower, sight => sight.IsLost);

        Assert.IsNull(follower.Sight.Board);
    }

    [TestMethod]
    public async Task Answers_are_posted_and_one_to_a_dialog_that_is_gone_is_told_so()
    {
        await using var api = new FakeOpenCode();
        api.Answers["/permission/per_1/reply"] = "true";
        await using var follower = Follow(api.Access);

        Assert.AreEqual(OpenCodeReply.Taken, await follower.ReplyAsync("per_1", isAllowed: true));
        Assert.AreEqual(OpenCodeReply.Taken, await follower.ReplyAsync("per_1", isAllowed: false));
        Assert.AreEqual(OpenCodeReply.Gone, await follower.ReplyAsync("per_2", isAllowed: true));
        await api.DisposeAsync();
        Assert.AreEqual(OpenCodeReply.Failed, await follower.ReplyAsync("per_1", isAllowed: true));

        CollectionAssert.AreEqual(
            new[] { """/permission/per_1/reply {"reply":"once"}""", """/permission/per_1/reply {"reply":"reject"}""", """/permission/per_2/reply {"reply":"once"}""" },
            api.Posted);
    }

    [TestMethod]
    public async Task Turn_is_ended_where_there_is_one_and_the_program_does_it()
    {
        await using var api = new FakeOpenCode();
        api.Answers["/session/status"] = """{"ses_1":{"type":"busy"},"ses_2":{"type":"retry","message":"Rate limit","next":1},"ses_3":{"type":"idle"},"ses_4":{"type":"busy"}}""";
        api.Answers["/permission"] = """[{"id":"per_1","sessionID":"ses_4","permission":"bash","patterns":["touch x"]}]""";
        api.Answers["/session/ses_1/abort"] = "true";
        await using var follower = Follow(api.Access);
        Assert.IsFalse(await follower.TryAbortAsync("ses_1"), "Nothing is known of it yet.");
        await SeesAsync(follower, sight => sight.Board is not null);

        Assert.IsTrue(await follower.TryAbortAsync("ses_1"));
        Assert.IsFalse(await follower.TryAbortAsync("ses_2"), "The program refuses.");
        Assert.IsFalse(await follower.TryAbortAsync("ses_3"));
        Assert.IsFalse(await follower.TryAbortAsync("ses_4"), "Its dialog would go on standing there.");

        CollectionAssert.AreEqual(new[] { "/session/ses_1/abort {}", "/session/ses_2/abort {}" }, api.Posted);
    }

    private OpenCodeFollower Follow(OpenCodeAccess access) => new(access, () => _changed.Release(), TimeProvider.System);

    private async Task<OpenCodeBoard> SeesAsync(OpenCodeFollower follower, Func<OpenCodeSight, bool> isWanted)
    {
        while (!isWanted(follower.Sight)) await _changed.WaitAsync(Timeout);
        return follower.Sight.Board ?? OpenCodeBoard.Empty;
    }
}
