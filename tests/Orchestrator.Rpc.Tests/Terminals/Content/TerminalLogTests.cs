using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals.Content;

[TestClass]
public sealed class TerminalLogTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [TestCategory("TRM-01")]
    public void Append_random_pieces_reads_like_a_list_from_every_offset(int seed)
    {
        var random = new Random(seed);
        var log = new TerminalLog("e");
        var model = new List<byte>();
        var buffer = new byte[100_000];
        using var reader = log.Watch(() => { });

        for (var step = 0; step < 400; step++)
        {
            var piece = new byte[random.Next(step % 10 == 0 ? 120_000 : 5_000)];
            random.NextBytes(piece);
            log.Append(piece);
            model.AddRange(piece);

            var start = Math.Max(0, model.Count - TerminalLog.CapacityBytes);
            Assert.AreEqual(model.Count, log.End);
            Assert.AreEqual(start, log.Start);
            var offset = random.Next(start, model.Count + 1);
            var length = random.Next(buffer.Length);
            Assert.IsTrue(log.TryCopyFrom(offset, buffer.AsSpan(0, length), out var count));
            Assert.AreEqual(Math.Min(length, model.Count - offset), count);
            Assert.IsTrue(buffer.AsSpan(0, count).SequenceEqual(model.GetRange(offset, count).ToArray()));
        }
    }

    [TestMethod]
    public void Append_more_than_the_capacity_at_once_keeps_the_last_bytes()
    {
        var log = new TerminalLog("e");
        var bytes = new byte[TerminalLog.CapacityBytes * 2 + 17];
        new Random(7).NextBytes(bytes);
        using var reader = log.Watch(() => { });

        log.Append([1, 2, 3]);
        log.Append(bytes);

        var read = new byte[TerminalLog.CapacityBytes];
        Assert.AreEqual(bytes.Length + 3, log.End);
        Assert.IsTrue(log.TryCopyFrom(log.Start, read, out var count));
        Assert.AreEqual(TerminalLog.CapacityBytes, count);
        Assert.IsTrue(read.AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - count)));
    }

    [TestMethod]
    public void Copy_outside_of_what_is_kept_is_refused()
    {
        var log = new TerminalLog("e");
        using var reader = log.Watch(() => { });
        log.Append(new byte[TerminalLog.CapacityBytes + 10]);
        var destination = new byte[4];

        Assert.IsFalse(log.TryCopyFrom(9, destination, out _));
        Assert.IsTrue(log.TryCopyFrom(10, destination, out var oldest));
        Assert.AreEqual(4, oldest);
        Assert.IsTrue(log.TryCopyFrom(log.End, destination, out var atEnd));
        Assert.AreEqual(0, atEnd);
        Assert.IsFalse(log.TryCopyFrom(log.End + 1, destination, out _));
        Assert.IsFalse(log.TryCopyFrom(-1, destination, out _));
    }

    [TestMethod]
    [TestCategory("BP-09")]
    public void What_nobody_reads_keeps_less_and_a_reader_that_comes_or_goes_loses_no_byte_of_that()
    {
        var log = new TerminalLog("e");
        var random = new Random(20260112);
        var printed = new List<byte>();
        var readers = new Stack<LogWatch>();
        using var other = log.Watch(() => { }, isReader: false);

        for (var step = 0; step < 600; step++)
        {
            if (random.Next(60) == 0) readers.Push(log.Watch(() => { }));
            else if (random.Next(60) == 0 && readers.TryPop(out var reader)) reader.Dispose();
            var start = log.Start;
            var piece = new byte[random.Next(20_000)];
            random.NextBytes(piece);
            log.Append(piece);
            printed.AddRange(piece);

            var most = readers.Count > 0 ? TerminalLog.CapacityBytes : TerminalLog.UnreadBytes;
            var least = readers.Count > 0 ? Math.Max(start, log.End - most) : Math.Max(0, log.End - most);
            Assert.AreEqual(least, log.Start);
            Assert.IsTrue(log.TryReadFrom(log.Start, out var kept));
            Assert.IsTrue(kept.AsSpan().SequenceEqual(printed.GetRange((int)log.Start, kept.Length).ToArray()));
        }

        Assert.IsGreaterThan(2 * TerminalLog.CapacityBytes, printed.Count);
    }

    [TestMethod]
    public void Watch_that_is_disposed_twice_counts_once()
    {
        var log = new TerminalLog("e");
        using var reader = log.Watch(() => { });
        var gone = log.Watch(() => { });
        gone.Dispose();
        gone.Dispose();

        log.Append(new byte[TerminalLog.CapacityBytes]);

        Assert.AreEqual(0, log.Start);
    }

    [TestMethod]
    public void Complete_refuses_more_output_and_keeps_the_first_exit()
    {
        var log = new TerminalLog("e");
        log.Append([1]);

        log.Complete(new TerminalExit(0, null));
        log.Complete(new TerminalExit(9, null));

        Assert.ThrowsExactly<InvalidOperationException>(() => log.Append([2]));
        Assert.IsTrue(log.IsComplete);
        Assert.AreEqual(0, log.Exit.Code);
        Assert.AreEqual(1, log.End);
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    public void Watch_is_told_of_every_append_and_of_the_end_until_disposed()
    {
        var log = new TerminalLog("e");
        log.Append([1, 2]);
        var calls = 0;
        var watch = log.Watch(() => calls++);

        log.Append([3]);
        log.Complete(new TerminalExit(0, null));
        log.Complete(new TerminalExit(0, null));
        watch.Dispose();

        Assert.AreEqual(0, watch.Start);
        Assert.AreEqual(2, watch.End);
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public void Watch_may_read_and_unregister_inside_its_call()
    {
        var log = new TerminalLog("e");
        LogWatch? watch = null;
        var seen = -1L;
        watch = log.Watch(() =>
        {
            seen = log.End;
            watch!.Dispose();
        });

        log.Append([1]);
        log.Append([2]);

        Assert.AreEqual(1, seen);
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    public async Task Watch_begun_during_appends_sees_neither_gap_nor_overlap()
    {
        var log = new TerminalLog("e");
        const int Total = 200_000;
        var appender = Task.Factory.StartNew(
            () =>
            {
                for (var value = 0; value < Total; value++)
                    log.Append([(byte)value]);
                log.Complete(new TerminalExit(0, null));
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changed = new SemaphoreSlim(0);
        using var watch = log.Watch(() => changed.Release());
        var position = watch.End;
        var buffer = new byte[1000];
        while (position < Total)
        {
            Assert.IsTrue(log.TryCopyFrom(position, buffer, out var count));
            for (var index = 0; index < count; index++)
                Assert.AreEqual((byte)(position + index), buffer[index]);
            position += count;
            if (count == 0)
                await changed.WaitAsync(timeout.Token);
        }

        await appender;
        Assert.AreEqual(Total, log.End);
    }
}
