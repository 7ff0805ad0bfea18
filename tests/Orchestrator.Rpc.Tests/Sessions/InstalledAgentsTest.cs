using Orchestrator.Agents;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Sessions of agents that are scripts under their names.</summary>
public abstract class InstalledAgentsTest : FolderTest
{
    /// <summary>The conversation of an agent that has one.</summary>
    protected const string Id = "0199a213-81c0-7800-8aa1-bbab2a035a53";

    /// <summary>Prints its arguments, then every key it is sent in a form that can be read.</summary>
    protected const string ShowsKeys = "stty raw -echo; printf '%s|' \"$@\"; printf 'ready '; exec cat -v";

    private readonly string _programs;

    protected InstalledAgentsTest()
    {
        _programs = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        Work = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;
        Sessions = World();
    }

    /// <summary>The folder that agents work in.</summary>
    protected string Work { get; }

    private protected SessionWorld Sessions { get; }

    [TestCleanup]
    public async Task EndWorld() => await Sessions.DisposeAsync();

    private protected Task<Session> CreateAsync(
        string id, string agent, string? nativeId, Func<SessionLaunch, SessionLaunch>? change = null, SessionWorld? world = null)
    {
        var created = SessionWorld.Created(id);
        var launch = created.Launch with { Agent = agent, AgentName = BuiltInAgents.Find(agent)!.Name, Cwd = Work };
        created = created with { Launch = change is null ? launch : change(launch), NativeSessionId = nativeId };
        return (world ?? Sessions).Registry.CreateAsync(created, Timeout);
    }

    private protected SessionWorld World(TimeProvider? time = null, string? folder = null) => new(
        folder ?? Folder, time: time, environment: TestAgent.Environment.SetItem("PATH", $"{_programs}{Path.PathSeparator}{TestAgent.Environment["PATH"]}"));

    protected void Install(string agent, string script, string interpreter = "/bin/sh")
    {
        var path = Path.Combine(_programs, agent);
        File.WriteAllText(path, $"#!{interpreter}\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
