using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions.Dialogs;

/// <summary>Dialogs of a turn, shown by a program that stands in for Gemini and goes on when it is told to.</summary>
[TestClass]
public sealed class SessionDialogsTests : InstalledAgentsTest
{
    private const string Limit = "Usage limit reached for m. Access resets at 3:15 PM UTC.";

    private const string Begin = """
        stty raw -echo
        upon() { while [ ! -e "$1" ]; do sleep 0.02; done; }
        title() { printf '\033]0;%s (repo)\007' "$1"; }
        draw() { printf '\033[2J\033[H'; printf '%s\r\n' "$@"; }
        printf '\033[?2004h'; draw ' > Type your message'; title '◇  Ready'
        upon works; title '✦  Working…'

        """;

    private const string End = "upon answered; draw ' > Type your message'; title '◇  Ready'; exec cat -v";

    [TestMethod]
    [DataRow("draw 'Answer Questions' 'Which colour?' '1. Red' 'Enter to select · Esc to cancel'", SessionActivity.NeedsAnswer, AttentionKind.Question)]
    [DataRow("draw 'Allow execution of [Shell]?' '1. Allow once' '2. No, suggest changes (esc)'", SessionActivity.NeedsApproval, AttentionKind.Approval)]
    [DataRow("draw 'Something that is not known.'", SessionActivity.NeedsApproval, AttentionKind.Approval)]
    public async Task Dialog_is_told_once_it_is_drawn_and_takes_no_prompt_from_its_title_on(string dialog, SessionActivity activity, AttentionKind kind)
    {
        var session = await StartAsync($"upon asks; title '✋  Action Required'; upon draws; {dialog}");
        Do("asks");
        await SessionWorld.ShownAsync(session, "Action Required", Timeout);
        await session.DoAsync(new Send("m2", "the second"), Timeout);
        var awaiting = session.State;
        Do("draws");
        var asking = await Sessions.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);
        Do("answered");
        var after = await Sessions.StateAsync(session, state => state.Delivered.Length == 2, Timeout);

        Assert.AreEqual((SessionActivity.Working, 1), (awaiting.Activity, awaiting.Queue.Length));
        Assert.AreEqual((activity, kind, 1), (asking.Activity, asking.Pending.Single().Kind, asking.Queue.Count(prompt => !prompt.IsDelivering)));
        Assert.IsEmpty(asking.Pending.Single().Options);
        Assert.IsEmpty(after.Pending);
        await SessionWorld.ShownAsync(session, "the second", Timeout);
    }

    [TestMethod]
    public async Task Limit_is_told_in_its_own_words_and_takes_no_prompt_until_it_is_answered()
    {
        var session = await StartAsync($"draw '{Limit}' '/stats model for usage details' '1. Keep trying' '2. Stop'; upon gives-up; title '◇  Ready'");
        var limited = (await Sessions.StateAsync(session, state => state.Dialog is not null, Timeout)).ToSummary();
        var send = new Send("m2", "the second");
        await session.DoAsync(send, Timeout);
        Do("gives-up");
        var resting = await Sessions.StateAsync(session, state => state.Activity == SessionActivity.Idle, Timeout);
        Do("answered");
        var after = await Sessions.StateAsync(session, state => state.Delivered.Length == 2, Timeout);

        Assert.AreEqual((SessionActivity.Limited, Limit), (limited.Activity, limited.ActivityDetail));
        Assert.AreEqual((1, AttentionKind.Question, Limit), (limited.Attention.Count, limited.Attention.Kind, limited.Attention.Title));
        Assert.AreEqual(SendReceipt.Queued, send.Result?.Receipt);
        Assert.AreEqual((SessionActivity.Limited, 1), (resting.ShownActivity, resting.Queue.Length), "It stands there until it is answered.");
        Assert.IsNull(after.Dialog);
        Assert.IsEmpty(after.Pending);
        await SessionWorld.ShownAsync(session, "the second", Timeout);
    }

    // A session whose program works on its first prompt.
    private async Task<Session> StartAsync(string turn)
    {
        Install("gemini", $"{Begin}{turn}\n{End}");
        var session = await CreateAsync("a", "gemini", Id);
        await session.DoAsync(new Send("m1", "the first"), Timeout);
        await Sessions.StateAsync(session, state => state.Delivered.Length == 1, Timeout);
        Do("works");
        await Sessions.StateAsync(session, state => state.Activity == SessionActivity.Working, Timeout);
        return session;
    }

    private void Do(string step) => File.WriteAllText(Path.Combine(Work, step), "");
}
