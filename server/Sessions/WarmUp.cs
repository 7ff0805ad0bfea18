using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>
/// Uses once what the first session would be the first to use, so that its user does not wait for the runtime to
/// compile it. Changes nothing.
/// </summary>
internal static class WarmUp
{
    public static void Run(DateTimeOffset now)
    {
        var launch = new SessionLaunch(
            "shell", "Shell", AgentDriver.Terminal, "/", null, [], ImmutableDictionary<string, string>.Empty.Add("NAME", "value"), null, null, null, 80, 24);
        var created = new SessionCreated(now, "warm-up", launch, "Shell", TitleSource.Default);
        var state = SessionFold.Create(created);
        foreach (var command in (SessionCommand[])[new Start(), new ReportStarted(1), new FollowViewers()])
            foreach (var fact in SessionRules.Decide(state, agent: null, command, isWatched: true, ["program"], now))
                StoredJson.Write(state = SessionFold.Apply(state, fact));
        StoredJson.Write(created);
        StoredJson.ReadState(StoredJson.Write(state));
        var screen = new TerminalScreen("warm-up", new TerminalSize(launch.Columns, launch.Rows), new ViewerColors());
        screen.Feed("\e[1;31mtext\e[0m\r\n\e]2;title\a\e[c"u8);
        screen.Snapshot(Screen.ScrollbackLines);
    }
}
