using Orchestrator.Terminals;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Where one agent keeps its transcripts. Only what its own programs wrote is looked at, and nothing is written. What is
/// missing or cannot be read is not there.
/// </summary>
internal interface ITranscriptStore
{
    /// <summary>What the lines mean.</summary>
    ITranscriptFormat Format { get; }

    /// <summary>The folder that holds the transcripts of programs with this environment; it may not exist yet.</summary>
    string Root(IReadOnlyDictionary<string, string> environment);

    /// <summary>The transcript of a conversation; null when there is none.</summary>
    /// <param name="root">Folder of the transcripts.</param>
    /// <param name="folder">Folder the program works in.</param>
    /// <param name="nativeSessionId">The conversation.</param>
    string? Find(string root, string folder, string nativeSessionId);

    /// <summary>The transcripts of the subagents of a conversation.</summary>
    IEnumerable<string> Children(string transcript) => [];

    /// <summary>True when <see cref="Current"/> tells the conversation of every program that has one: then no other way to find it is needed while it runs.</summary>
    bool TellsCurrent => false;

    /// <summary>The conversation that a running program says is its own, by something that only it can have written; null when it does not say.</summary>
    string? Current(string root, ProcessIdentity process) => null;

    /// <summary>The conversations that began in a folder within a time, whoever began them.</summary>
    IEnumerable<BegunConversation> BegunIn(string root, string folder, DateTimeOffset from, DateTimeOffset until) => [];
}

/// <summary>A conversation that was found by where and when it began.</summary>
/// <param name="NativeSessionId">Its id.</param>
/// <param name="Path">Its transcript.</param>
internal sealed record BegunConversation(string NativeSessionId, string Path);
