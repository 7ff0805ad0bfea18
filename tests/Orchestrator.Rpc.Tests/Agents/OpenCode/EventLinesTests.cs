using System.Text;
using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Rpc.Tests.Agents.OpenCode;

[TestClass]
public sealed class EventLinesTests
{
    [TestMethod]
    public async Task Lines_are_read_however_they_arrive_and_the_one_that_is_too_long_is_left_out()
    {
        var text = $"one\n\n{new string('x', 100_000)}\n{new string('y', EventLines.MaxBytes + 10)}\nlast\nunfinished";
        var lines = new EventLines(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        var read = new List<string>();
        while (await lines.ReadAsync(CancellationToken.None) is { } line) read.Add(Encoding.UTF8.GetString(line.Span));

        CollectionAssert.AreEqual(new[] { "one", "", new string('x', 100_000), "last" }, read);
    }
}
