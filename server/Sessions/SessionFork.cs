using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>What a fork is created with: the wishes of its parent, and a conversation that begins as a copy of the parent's. Pure but for new ids.</summary>
internal static class SessionFork
{
    private const int MaxTitle = 200;
    private const string Mark = " (fork)";

    /// <param name="parent">A session that may be forked.</param>
    /// <param name="resume">How its agent takes up conversations.</param>
    /// <param name="title">Title given by the user; null for one from that of the parent.</param>
    /// <param name="size">Size of the fork's terminal.</param>
    /// <param name="id">The fork's id.</param>
    /// <param name="now">The time.</param>
    public static SessionCreated Of(SessionState parent, AgentResume resume, string? title, TerminalSize size, SessionId id, DateTimeOffset now)
    {
        // What chose the parent's conversation does not choose the fork's, and its first prompt is in the copy.
        var arguments = ConversationArguments.Read(resume, parent.Launch.Arguments).Others;
        var launch = parent.Launch with { Arguments = arguments, Prompt = null, Columns = size.Columns, Rows = size.Rows };
        return new SessionCreated(
            now,
            id.Value,
            launch,
            title ?? DisplayText.OneLine(parent.Title, MaxTitle - Mark.Length) + Mark,
            // Its copy of the conversation has the parent's title, which would take the place of one that an agent may replace.
            TitleSource.User,
            resume.FirstId(arguments),
            new SessionOrigin(parent.Id, parent.NativeSessionId!));
    }
}
