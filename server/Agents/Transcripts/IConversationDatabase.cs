namespace Orchestrator.Agents.Transcripts;

/// <summary>An agent's database of conversations, for an agent that keeps no transcripts in files.</summary>
internal interface IConversationDatabase
{
    /// <summary>The database of programs with this environment; it may not exist yet.</summary>
    string PathOf(IReadOnlyDictionary<string, string> environment);

    /// <summary>A conversation as it now is, its subagents included; null when there is none, or it cannot be read now.</summary>
    /// <param name="path">The database.</param>
    /// <param name="nativeSessionId">The conversation.</param>
    /// <param name="known">What was read before, which is answered when nothing has changed since.</param>
    TranscriptCursor? Read(string path, string nativeSessionId, TranscriptCursor? known);

    /// <summary>The conversations that began in a folder within a time, whoever began them.</summary>
    IEnumerable<BegunConversation> BegunIn(string path, string folder, DateTimeOffset from, DateTimeOffset until);
}
