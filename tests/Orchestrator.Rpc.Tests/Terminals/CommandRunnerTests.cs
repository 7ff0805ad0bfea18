using System.Globalization;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class CommandRunnerTests : TerminalTest
{
    [TestMethod]
    public async Task Run_answers_what_was_printed_and_how_it_ended()
    {
        var output = await RunAsync("printf 'out '; printf err >&2; printf '%s' \"$1\"; exit 3", "it's $HOME");

        Assert.AreEqual("out it's $HOME", output.Text);
        Assert.AreEqual(new TerminalExit(3, Signal: null), output.Exit);
    }

    [TestMethod]
    public async Task Run_gives_no_input_no_terminal_and_a_session_of_its_own()
    {
        var output = await RunAsync("cat; [ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo none; ps -o sid=,tty= -p $$; echo $$; ls /proc/$$/fd");

        var lines = output.Text.Split('\n');
        Assert.AreEqual("none", lines[0]);
        Assert.AreEqual($"{lines[2]} ?", lines[1].Trim());
        Assert.AreEqual("0 1 2", string.Join(' ', lines[3..]).Trim());
    }

    [TestMethod]
    public async Task Run_of_what_prints_too_much_ends_it_and_answers_the_beginning()
    {
        var output = await RunAsync("yes");

        Assert.AreEqual(4096, output.Text.Length);
        Assert.IsNull(output.Exit);
    }

    [TestMethod]
    public async Task Run_that_takes_too_long_is_killed_with_all_it_started()
    {
        var folder = NewFolder("command");
        var script = $"trap '' TERM HUP INT; sleep 1000 & echo $! > '{folder}/child'; setsid sleep 1000 & echo $! > '{folder}/other'; echo $$ > '{folder}/pid'; wait";

        await Assert.ThrowsExactlyAsync<TimeoutException>(() => RunAsync(script, longest: TimeSpan.FromSeconds(1)));

        await AllGoneAsync(folder);
    }

    [TestMethod]
    public async Task Cancel_kills_the_command_with_all_it_started()
    {
        var folder = NewFolder("command");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Timeout);
        var running = CommandRunner.RunAsync(
            Spec($"sleep 1000 & echo $! > '{folder}/child'; echo $$ > '{folder}/pid'; wait", TimeSpan.FromMinutes(5)), TimeProvider.System, cancel.Token);
        while (!File.Exists(Path.Combine(folder, "pid")))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Timeout);

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        await AllGoneAsync(folder);
    }

    [TestMethod]
    public async Task Run_leaves_alone_what_a_command_has_left_behind()
    {
        var output = await RunAsync("sleep 1000 >/dev/null & echo $!");

        var left = ProcessProbe.Identify(TestAgent.Number(output.Text))!;
        Assert.AreEqual(ProcessPresence.Alive, ProcessProbe.Check(left));
        await OutputOfAsync(TestAgent.Shell($"kill -9 {left.Pid}"));
        await GoneAsync(left);
    }

    [TestMethod]
    public async Task Run_of_a_missing_program_says_so()
    {
        var spec = Spec("exit 0") with { File = "/no/such/program" };

        await Assert.ThrowsExactlyAsync<LaunchFailedException>(() => CommandRunner.RunAsync(spec, TimeProvider.System, Timeout));
    }

    private Task<CommandOutput> RunAsync(string script, string argument = "", TimeSpan? longest = null)
    {
        var spec = Spec(script, longest);
        return CommandRunner.RunAsync(spec with { Arguments = [.. spec.Arguments, "sh", argument] }, TimeProvider.System, Timeout);
    }

    private static CommandSpec Spec(string script, TimeSpan? longest = null) =>
        new("/bin/sh", ["-c", script], "/", TestAgent.Environment, longest ?? TimeSpan.FromSeconds(50), MaxOutputBytes: 4096);

    // A process that was killed may be seen for a moment more.
    private async Task AllGoneAsync(string folder)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            var pid = int.Parse(await File.ReadAllTextAsync(file, Timeout), CultureInfo.InvariantCulture);
            if (ProcessProbe.Identify(pid) is { } process) await GoneAsync(process);
        }
    }
}
