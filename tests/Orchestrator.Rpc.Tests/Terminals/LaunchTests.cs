using System.Runtime.Versioning;
using System.Text.Json;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
[UnsupportedOSPlatform("windows")]
public sealed class LaunchTests : TerminalTest
{
    [TestMethod]
    [TestCategory("AGT-14")]
    public async Task Arguments_with_quotes_lines_and_other_scripts_arrive_as_given()
    {
        string[] arguments = ["", " ", "a b", "\"quoted\" 'single'", "back\\slash\\", "$HOME `id` $(id)", "line\nbreak\ttab", "żółć 🙂 日本", "--", "*"];

        var shown = await OutputOfAsync(TestAgent.Spec(["args", .. arguments]));

        var lines = shown.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(arguments, lines.Select(line => JsonSerializer.Deserialize<string>(line)).ToArray());
    }

    [TestMethod]
    public async Task Environment_is_the_given_one_and_nothing_is_inherited()
    {
        Environment.SetEnvironmentVariable("ORCHESTRATOR_TEST_SECRET", "leaked");
        var spec = TestAgent.Spec("env", "GREETING");
        spec = spec with { Environment = spec.Environment.Add("GREETING", "grüße = welcome") };

        Assert.AreEqual("grüße = welcome\r\n", await OutputOfAsync(spec));
        Assert.AreEqual("(not set)\r\n", await OutputOfAsync(TestAgent.Spec("env", "ORCHESTRATOR_TEST_SECRET")));
    }

    [TestMethod]
    public async Task Program_starts_in_the_given_folder()
    {
        var folder = NewFolder("ünï");

        Assert.AreEqual(folder + "\r\n", await OutputOfAsync(TestAgent.Spec("cwd") with { WorkingDirectory = folder }));
    }

    [TestMethod]
    public async Task Program_gets_a_controlling_terminal_and_only_its_three_streams()
    {
        var shown = await OutputOfAsync(TestAgent.Shell("tty; ls /proc/self/fd | tr '\\n' ' '; ps -o tty= -p $$; echo to-tty >/dev/tty"));

        // The fourth descriptor is the folder that ls itself lists.
        StringAssert.Contains(shown, "0 1 2 3 ");
        StringAssert.StartsWith(shown, "/dev/pts/");
        StringAssert.Contains(shown, "to-tty");
    }

    [TestMethod]
    public async Task Program_gets_default_signals_and_none_blocked()
    {
        var shown = await OutputOfAsync(TestAgent.Shell("grep -E 'SigIgn|SigBlk' /proc/self/status"));

        // The C library ignores its own two signals, 32 and 33, in every program it spawns.
        foreach (var line in shown.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            Assert.AreEqual(0L, Convert.ToInt64(line[^16..], 16) & 0x7FFFFFFF, line);
    }

    [TestMethod]
    public async Task Terminal_starts_with_usual_line_settings()
    {
        var shown = await OutputOfAsync(TestAgent.Shell("stty -a"));

        StringAssert.Contains(shown, "rows 24; columns 80");
        StringAssert.Contains(shown, "erase = ^?");
        StringAssert.Contains(shown, "intr = ^C");
        string[] expected = ["iutf8", "icrnl", "echo", "echoe", "icanon", "isig", "iexten", "opost", "onlcr", "cs8"];
        CollectionAssert.IsSubsetOf(expected, shown.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    [DataRow("clode", "'clode' is not on the PATH of this session.")]
    [DataRow("/no/such/program", "'/no/such/program' does not exist.")]
    [DataRow("/etc/passwd", "'/etc/passwd' is not executable.")]
    [DataRow("/usr/bin", "'/usr/bin' is a folder, not a program.")]
    [DataRow("", "No program is given to start.")]
    public void Program_that_cannot_run_is_named_with_a_way_out(string file, string sentence)
    {
        var failure = Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Launch(file)));

        StringAssert.StartsWith(failure.Message, sentence);
    }

    [TestMethod]
    [DataRow("/no/such/folder", "The folder '/no/such/folder' does not exist.")]
    [DataRow("/etc/passwd", "The folder '/etc/passwd' is a file.")]
    public void Folder_that_cannot_be_entered_is_named(string folder, string sentence)
    {
        var failure = Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Spec("cwd") with { WorkingDirectory = folder }));

        StringAssert.StartsWith(failure.Message, sentence);
    }

    [TestMethod]
    public void Script_without_a_usable_interpreter_is_explained()
    {
        var folder = NewFolder("scripts");
        var noInterpreter = Script(folder, "missing", "#!/no/such/interpreter\n");
        var noProgram = Script(folder, "text", "just some text\n");

        var missing = Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Launch(noInterpreter)));
        var text = Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Launch(noProgram)));

        StringAssert.Contains(missing.Message, "the interpreter or loader it asks for is not installed");
        StringAssert.Contains(text.Message, "it is neither a program for it nor a script");
    }

    [TestMethod]
    public async Task Program_is_looked_up_on_the_path_of_the_session_skipping_what_cannot_run()
    {
        var folder = NewFolder("path");
        var first = Directory.CreateDirectory(Path.Combine(folder, "first")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(folder, "second")).FullName;
        File.WriteAllText(Path.Combine(first, "only-here"), "not executable");
        Script(second, "only-here", "#!/bin/sh\necho found in second\n");
        var spec = TestAgent.Launch("only-here");
        spec = spec with { Environment = spec.Environment.SetItem("PATH", $":{first}:{second}:/usr/bin:/bin") };

        Assert.AreEqual("found in second\r\n", await OutputOfAsync(spec));
    }

    [TestMethod]
    public void Session_without_a_path_says_so()
    {
        var spec = TestAgent.Launch("sh");

        var failure = Assert.ThrowsExactly<LaunchFailedException>(() => Start(spec with { Environment = spec.Environment.Remove("PATH") }));

        StringAssert.Contains(failure.Message, "this session has no PATH");
    }

    [TestMethod]
    public void Argument_with_a_nul_is_refused()
    {
        Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Spec("args", "cut\0off")));
    }

    private static string Script(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
