using System.Text;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

/// <summary>Reading on in files that grow, shrink, and hold what is no line of a transcript.</summary>
[TestClass]
public sealed class TranscriptFileTests : FolderTest
{
    private readonly ModelFormat _format = new();

    private string Path => System.IO.Path.Combine(Folder, "t.jsonl");

    [TestMethod]
    [TestCategory("AGT-06")]
    public async Task Reading_on_parses_only_what_is_new_and_whole()
    {
        Write(ModelFormat.Line(1) + ModelFormat.Line(2) + """{"model":"m","to""");
        var first = await ReadOnAsync(New());
        Append("""tal":3}""" + "\n");
        var second = await ReadOnAsync(first);
        var third = await ReadOnAsync(second);

        Assert.AreEqual((2L, 2L), (first.Reading.ContextTokens!.Value, Total(first)));
        Assert.AreEqual((3L, 3L, new FileInfo(Path).Length), (second.Reading.ContextTokens!.Value, Total(second), second.Offset));
        Assert.AreEqual((3, second.Offset), (_format.Parsed, third.Offset));
    }

    [TestMethod]
    [TestCategory("AGT-06")]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(61)]
    public async Task Reading_in_any_portions_reads_the_same(int portion)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 40).Select(number => ModelFormat.Line(number) + "{\"noise\":\"é\"}\n")));
        var cursor = New();
        Write("");

        foreach (var bytes in text.Chunk(portion))
        {
            await File.AppendAllBytesAsync(Path, bytes, Timeout);
            cursor = await ReadOnAsync(cursor);
        }

        Assert.AreEqual((40L, 40L, (long)text.Length, 0), (cursor.Reading.ContextTokens!.Value, Total(cursor), cursor.Offset, cursor.Skipped));
        Assert.AreEqual(40, _format.Parsed);
    }

    [TestMethod]
    [TestCategory("AGT-15")]
    public async Task Huge_binary_and_broken_lines_are_skipped_and_counted_and_the_others_are_read()
    {
        var random = new Random(5);
        using (var file = File.Create(Path))
        {
            Put(file, ModelFormat.Line(1));
            Put(file, "{\"x\":\"" + new string('a', TranscriptLineReader.MaxLineBytes + 10) + "\"}\n");
            Put(file, "{\"noise\":\"" + new string('b', TranscriptLineReader.MaxLineBytes * 2) + "\"}\n");
            var binary = new byte[200_000];
            random.NextBytes(binary);
            file.Write(binary.Where(each => each != '\n').ToArray());
            Put(file, "\n{\"model\":\n\n");
            Put(file, ModelFormat.Line(2));
        }

        var read = await ReadOnAsync(New());

        Assert.AreEqual((2L, 2L, new FileInfo(Path).Length), (read.Reading.ContextTokens!.Value, Total(read), read.Offset));
        Assert.AreEqual(3, read.Skipped);
    }

    [TestMethod]
    [TestCategory("AGT-15")]
    public async Task Long_line_that_is_being_written_is_left_until_it_is_whole()
    {
        Write(ModelFormat.Line(1) + "{\"x\":\"" + new string('a', TranscriptLineReader.MaxLineBytes * 2));
        var before = await ReadOnAsync(New());
        Append("\"}\n" + ModelFormat.Line(2));
        var after = await ReadOnAsync(before);

        Assert.AreEqual((1L, ModelFormat.Line(1).Length), (Total(before), (int)before.Offset));
        Assert.AreEqual((2L, 1), (Total(after), after.Skipped));
    }

    [TestMethod]
    public async Task File_that_became_shorter_is_read_from_its_beginning()
    {
        Write(ModelFormat.Line(1) + ModelFormat.Line(2));
        var before = await ReadOnAsync(New());
        Write(ModelFormat.Line(7));
        var after = await ReadOnAsync(before);

        Assert.AreEqual((1L, 7L), (after.Reading.ContextTokens!.Value, Total(after)));
    }

    [TestMethod]
    [TestCategory("AGT-06")]
    public async Task Of_a_long_file_that_ends_with_its_totals_the_ends_are_parsed()
    {
        var format = new ModelFormat(endsWithTotals: true);
        Write(ModelFormat.Line(1) + string.Concat(Enumerable.Range(0, 200).Select(_ => Noise(100_000))) + ModelFormat.Line(900));
        var read = await TranscriptFile.ReadOnAsync(New(), format, Timeout);
        Append(ModelFormat.Line(901));
        var next = await TranscriptFile.ReadOnAsync(read, format, Timeout);

        Assert.AreEqual((900L, new FileInfo(Path).Length), (Total(read), next.Offset));
        Assert.AreEqual((901L, 3), (Total(next), format.Parsed));
    }

    [TestMethod]
    [TestCategory("AGT-06")]
    public async Task Totals_that_are_far_from_the_end_are_found_all_the_same()
    {
        var format = new ModelFormat(endsWithTotals: true);
        var noise = string.Concat(Enumerable.Range(0, 100).Select(_ => Noise(100_000)));
        Write(ModelFormat.Line(1) + noise + ModelFormat.Line(5) + noise);

        var read = await TranscriptFile.ReadOnAsync(New(), format, Timeout);

        Assert.AreEqual((5L, new FileInfo(Path).Length), (Total(read), read.Offset));
    }

    private static string Noise(int length) => "{\"noise\":\"" + new string('n', length) + "\"}\n";

    private static long Total(TranscriptCursor cursor) => cursor.Reading.Usage.Sum(usage => usage.Input);

    private static void Put(FileStream file, string text) => file.Write(Encoding.UTF8.GetBytes(text));

    private TranscriptCursor New() => new(Path, "id");

    private Task<TranscriptCursor> ReadOnAsync(TranscriptCursor cursor) => TranscriptFile.ReadOnAsync(cursor, _format, Timeout);

    private void Write(string text) => File.WriteAllText(Path, text);

    private void Append(string text) => File.AppendAllText(Path, text);
}
