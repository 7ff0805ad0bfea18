using System.Buffers;
using System.Collections.Immutable;
using Orchestrator.Terminals.Holding;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

[TestClass]
public sealed class HolderCodecTests
{
    private static readonly TerminalLabel Label = new("session-é", "2", "{\"id\":\"a\"}");
    private static readonly ProcessIdentity Identity = new(4711, long.MaxValue, "boot");
    private static readonly LaunchSpec Spec = new(
        "/bin/a b", ["", "-x", "ü\n\"'"], "/tmp/é", ImmutableDictionary.CreateRange([KeyValuePair.Create("A", ""), KeyValuePair.Create("B=", "c=d")]), new TerminalSize(1000, 1));

    private static readonly HolderMessage[] Messages =
    [
        new Hello(1, 9, "1.2.3"),
        new Welcome(0, "", -1),
        new Held(long.MaxValue, new HeldReport(Label, Identity, 5_000_000_000, 3, [(0, TerminalSize.Default), (4_999_999_999, new(3, 4))], null, TimeSpan.FromDays(3))),
        new Held(1, new HeldReport(Label, Identity, 0, 0, [], new TerminalExit(null, "SIGKILL"), TimeSpan.Zero)),
        new AllTold(),
        new Start(1, Label, Spec),
        new Started(1, 2, Identity),
        new StartFailed(3, "There is no program 'x'."),
        new Input(1, 2, new byte[] { 0, 255, 27 }),
        new Input(1, 2, ReadOnlyMemory<byte>.Empty),
        new Submit(1, 2, TimeSpan.FromMilliseconds(150), 0x0D, new byte[] { 1, 2 }),
        new InputTaken(1, 2),
        new Resize(1, 2, new TerminalSize(3, 4)),
        new Interrupt(1),
        new HolderMessage.Stop(1, StopGrace.Default),
        new Stopped(1),
        new Forget(1),
        new Output(1, 5_000_000_000, new byte[] { 1, 2, 3 }),
        new Grew(1, 2),
        new Exited(1, 2, new TerminalExit(-1, null)),
        new Exited(1, 2, new TerminalExit(null, null)),
        new SpoolState(null),
        new SpoolState("no space left"),
    ];

    public static IEnumerable<object[]> Indexes => Enumerable.Range(0, Messages.Length).Select(index => new object[] { index });

    [TestMethod]
    public void Every_kind_is_in_the_table() =>
        CollectionAssert.AreEquivalent(HolderMessage.Kinds.ToArray(), Messages.Select(message => message.GetType()).Distinct().ToArray());

    [TestMethod]
    [DataRow(0)]
    [DataRow(5000)]
    public void Output_that_is_written_in_place_is_the_same_message(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var target = new ArrayBufferWriter<byte>();

        HolderCodec.WriteOutput(target, 7, 5_000_000_000, bytes);

        Assert.AreEqual(HolderCodec.OutputHeaderBytes + length, target.WrittenCount);
        CollectionAssert.AreEqual(HolderCodec.Write(new Output(7, 5_000_000_000, bytes)), target.WrittenSpan.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Indexes))]
    public void Message_is_read_as_it_was_written(int index)
    {
        var written = HolderCodec.Write(Messages[index]);

        var read = HolderCodec.Read(Body(written));

        Assert.AreEqual(written.Length - HolderCodec.PrefixBytes, BitConverter.ToInt32(written));
        Assert.AreEqual(Readable(Messages[index]), Readable(read));
    }

    [TestMethod]
    [TestCategory("CON-13")]
    public void Kind_of_a_later_version_is_unknown_whatever_follows()
    {
        for (var kind = HolderMessage.Kinds.Length; kind <= byte.MaxValue; kind++)
            Assert.IsInstanceOfType<Unknown>(HolderCodec.Read(new byte[] { (byte)kind, 1, 2, 3 }));
    }

    [TestMethod]
    [TestCategory("CON-13")]
    [DynamicData(nameof(Indexes))]
    public void Members_of_a_later_version_behind_the_known_ones_are_ignored(int index)
    {
        if (Messages[index] is Input or Submit or Output) return;
        var longer = Body(HolderCodec.Write(Messages[index])).ToArray().Concat(new byte[] { 1, 2, 3 }).ToArray();

        Assert.AreEqual(Readable(Messages[index]), Readable(HolderCodec.Read(longer)));
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    [DynamicData(nameof(Indexes))]
    public void Message_that_is_cut_is_none(int index)
    {
        var body = Body(HolderCodec.Write(Messages[index]));
        var needed = Messages[index] switch { Input or Output => 17, Submit => 26, _ => body.Length };

        for (var length = 0; length < needed; length++)
            Assert.ThrowsExactly<InvalidDataException>(() => HolderCodec.Read(body[..length]), $"{length} bytes");
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    public void Random_bytes_are_a_message_or_refused_as_none()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = new byte[random.Next(0, 120)];
            random.NextBytes(bytes);
            // Mostly of a kind that exists, and often one that was right and has a few wrong bytes.
            if (bytes.Length > 0 && random.Next(4) > 0) bytes[0] %= (byte)HolderMessage.Kinds.Length;
            if (random.Next(2) == 0) bytes = Damaged(random);
            Read(bytes);
        }
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    [DataRow(int.MaxValue)]
    [DataRow(100_000)]
    [DataRow(60)]
    [DataRow(-1)]
    public void List_whose_length_lies_is_refused_and_takes_no_memory(int length)
    {
        var sizes = new Held(1, new HeldReport(Label, Identity, 0, 0, [], null, TimeSpan.Zero));
        var body = Body(HolderCodec.Write(sizes)).ToArray();
        // The length of the sizes stands before "no exit" and the time: 1 and 8 bytes.
        BitConverter.TryWriteBytes(body.AsSpan(^13..), length);
        Array.Resize(ref body, body.Length + 50);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.ThrowsExactly<InvalidDataException>(() => HolderCodec.Read(body));

        Assert.IsLessThan(64 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    public void Text_whose_length_lies_is_refused_and_takes_no_memory()
    {
        // Kind 17 with "there is a text", whose length is said to be 2 GiB, and a length that is negative.
        foreach (var length in new byte[][] { [0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff] })
        {
            byte[] body = [(byte)HolderMessage.Kinds.IndexOf(typeof(SpoolState)), 1, .. length, 65, 66];
            var before = GC.GetAllocatedBytesForCurrentThread();

            Assert.ThrowsExactly<InvalidDataException>(() => HolderCodec.Read(body));

            Assert.IsLessThan(64 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static ReadOnlyMemory<byte> Body(byte[] written) => written.AsMemory(HolderCodec.PrefixBytes);

    private static byte[] Damaged(Random random)
    {
        var bytes = Body(HolderCodec.Write(Messages[random.Next(Messages.Length)])).ToArray();
        for (var wrong = random.Next(1, 4); wrong > 0; wrong--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[..random.Next(bytes.Length + 1)];
    }

    private static void Read(byte[] bytes)
    {
        try
        {
            HolderCodec.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // The one refusal.
        }
        catch (Exception exception)
        {
            Assert.Fail($"{exception.GetType().Name} of {Convert.ToHexString(bytes)}");
        }
    }

    // Records with lists are never equal.
    private static string Readable(HolderMessage message) => message switch
    {
        Held held => $"{held with { Report = held.Report with { Sizes = [] } }} {string.Join(' ', held.Report.Sizes)}",
        Start start => $"{start with { Spec = Spec }} {start.Spec.File} {start.Spec.WorkingDirectory} {start.Spec.Size} "
            + $"{string.Join('|', start.Spec.Arguments)} {string.Join('|', start.Spec.Environment.OrderBy(entry => entry.Key, StringComparer.Ordinal))}",
        Input input => $"{input with { Bytes = default }} {Convert.ToHexString(input.Bytes.Span)}",
        Output output => $"{output with { Bytes = default }} {Convert.ToHexString(output.Bytes.Span)}",
        _ => message.ToString(),
    };
}
