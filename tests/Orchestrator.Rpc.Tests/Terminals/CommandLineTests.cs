using Orchestrator.Terminals.Windows;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    [TestCategory("AGT-14")]
    [DataRow("", "\"\"")]
    [DataRow("plain", "\"plain\"")]
    [DataRow("two words", "\"two words\"")]
    [DataRow("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [DataRow("C:\\dir\\", "\"C:\\dir\\\\\"")]
    [DataRow("a\\\\b", "\"a\\\\b\"")]
    [DataRow("a\\\"b", "\"a\\\\\\\"b\"")]
    [DataRow("100% & more", "\"100% & more\"")]
    public void Write_quotes_so_that_the_program_reads_the_argument_back(string argument, string expected)
    {
        Assert.AreEqual("\"agent.exe\" " + expected, CommandLine.Write("agent.exe", [argument]));
    }

    [TestMethod]
    [DataRow("100%")]
    [DataRow("say \"hi\"")]
    [DataRow("two\nlines")]
    public void Write_for_a_batch_file_refuses_what_it_would_run_as_a_command(string argument)
    {
        Assert.ThrowsExactly<LaunchFailedException>(() => CommandLine.Write("agent.cmd", [argument]));
    }
}
