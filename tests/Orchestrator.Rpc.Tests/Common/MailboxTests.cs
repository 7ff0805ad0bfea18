using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class MailboxTests : FolderTest
{
    [TestMethod]
    public async Task Post_from_many_threads_handles_one_at_a_time_and_each_threads_messages_in_order()
    {
        var handled = new List<(int Thread, int Number)>();
        var inside = 0;
        var mailbox = new Mailbox<(int Thread, int Number)>(
            100_000,
            async message =>
            {
                Assert.AreEqual(1, Interlocked.Increment(ref inside));
                if (message.Number % 100 == 0) await Task.Yield();
                handled.Add(message);
                Interlocked.Decrement(ref inside);
            },
            exception => Assert.Fail(exception.Message));

        await Parallel.ForAsync(0, 4, Timeout, (thread, _) =>
        {
            for (var number = 0; number < 5_000; number++) Assert.IsTrue(mailbox.TryPost((thread, number)));
            return ValueTask.CompletedTask;
        });
        await mailbox.DisposeAsync();

        Assert.HasCount(20_000, handled);
        foreach (var thread in handled.GroupBy(message => message.Thread))
            CollectionAssert.AreEqual(Enumerable.Range(0, 5_000).ToList(), thread.Select(message => message.Number).ToList());
    }

    [TestMethod]
    [TestCategory("BP-01")]
    public async Task Post_beyond_the_capacity_is_refused_and_adds_nothing()
    {
        var free = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var handled = new List<int>();
        var mailbox = new Mailbox<int>(
            2,
            async message =>
            {
                started.TrySetResult();
                await free.Task;
                handled.Add(message);
            },
            _ => { });

        Assert.IsTrue(mailbox.TryPost(0));
        await started.Task.WaitAsync(Timeout);
        var accepted = new[] { mailbox.TryPost(1), mailbox.TryPost(2), mailbox.TryPost(3) };
        free.SetResult();
        await mailbox.DisposeAsync();

        CollectionAssert.AreEqual(new[] { true, true, false }, accepted);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, handled);
    }

    [TestMethod]
    public async Task Handler_that_throws_is_reported_and_the_next_message_is_handled()
    {
        var faults = new List<Exception>();
        var handled = new List<int>();
        var mailbox = new Mailbox<int>(
            10,
            message =>
            {
                if (message == 1) throw new InvalidOperationException("one");
                handled.Add(message);
                return message == 2 ? Task.FromException(new InvalidOperationException("two")) : Task.CompletedTask;
            },
            faults.Add);

        for (var message = 0; message < 4; message++) mailbox.TryPost(message);
        await mailbox.DisposeAsync();

        CollectionAssert.AreEqual(new[] { 0, 2, 3 }, handled);
        CollectionAssert.AreEqual(new[] { "one", "two" }, faults.Select(fault => fault.Message).ToArray());
    }

    [TestMethod]
    public async Task Dispose_handles_what_was_taken_and_takes_no_more()
    {
        var handled = 0;
        var mailbox = new Mailbox<int>(
            1_000,
            async _ =>
            {
                await Task.Yield();
                handled++;
            },
            _ => { });

        for (var message = 0; message < 500; message++) mailbox.TryPost(message);
        await mailbox.DisposeAsync();
        var isTaken = mailbox.TryPost(0);

        Assert.AreEqual(500, handled);
        Assert.IsFalse(isTaken);
    }
}
