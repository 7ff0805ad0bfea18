using System.IO.Pipelines;
using Orchestrator.Hosting;

namespace Orchestrator.Rpc.Tests.Hosting;

[TestClass]
public sealed class RelayFramesTests : FolderTest
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task Copy_of_random_pieces_cut_anywhere_gives_the_bytes_and_the_exit_code(int seed)
    {
        var random = new Random(seed);
        using var framed = new MemoryStream();
        using var expected = new MemoryStream();
        await using var writer = RelayFrames.Writer(framed);
        for (var piece = 0; piece < 50; piece++)
        {
            var bytes = new byte[random.Next(4) == 0 ? random.Next(200_000) : random.Next(20)];
            random.NextBytes(bytes);
            await writer.WriteAsync(bytes, Timeout);
            expected.Write(bytes);
        }

        await RelayFrames.WriteEndAsync(framed, 3, Timeout);
        using var output = new MemoryStream();
        var exitCode = await CopyAsync(framed.ToArray(), random, output);

        Assert.AreEqual(3, exitCode);
        CollectionAssert.AreEqual(expected.ToArray(), output.ToArray());
    }

    [TestMethod]
    [TestCategory("CON-10")]
    public async Task Copy_of_a_stream_that_stops_anywhere_before_its_end_says_that_the_host_was_lost()
    {
        using var framed = new MemoryStream();
        await using var writer = RelayFrames.Writer(framed);
        await writer.WriteAsync("hello"u8.ToArray(), Timeout);
        await writer.WriteAsync("world"u8.ToArray(), Timeout);
        await RelayFrames.WriteEndAsync(framed, 0, Timeout);
        var whole = framed.ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            using var output = new MemoryStream();
            Assert.IsNull(await CopyAsync(whole[..length], new Random(length), output));
        }
    }

    private async Task<int?> CopyAsync(byte[] bytes, Random random, Stream output)
    {
        var pipe = new Pipe();
        var copying = RelayFrames.CopyAsync(pipe.Reader.AsStream(), output, Timeout);
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(bytes.Length - at, random.Next(1, random.Next(3) == 0 ? 5 : 70_000));
            await pipe.Writer.WriteAsync(bytes.AsMemory(at, count), Timeout);
            at += count;
        }

        await pipe.Writer.CompleteAsync();
        return await copying;
    }
}
