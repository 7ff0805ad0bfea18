namespace Orchestrator.Subscriptions;

/// <summary>
/// How what terminals print travels to one client: as frames among the others, or on channels of their own. What is
/// sent, and when, is <see cref="LiveSession"/>'s to say; a carrier knows only whether there is room.
/// </summary>
internal interface IOutputCarrier
{
    /// <summary>
    /// Begins a way for the bytes that follow one result. Called under the gate of the connection's set, like all of
    /// the way's members.
    /// </summary>
    /// <param name="sessionId">Session that prints.</param>
    /// <param name="epoch">Run of its terminal.</param>
    /// <param name="offset">Position of the first byte: what comes before it is in the result.</param>
    /// <param name="onChanged">Called when there may be room again; must not block.</param>
    IOutputWay Open(string sessionId, string epoch, long offset, Action onChanged);
}

/// <summary>The way of the bytes behind one result. Disposed, it carries nothing more, also of what it was given.</summary>
internal interface IOutputWay : IDisposable
{
    /// <summary>Number of the channel, which the result tells; null when there is none.</summary>
    long? Channel { get; }

    /// <summary>Most bytes that <see cref="Unread"/> can be.</summary>
    int WindowBytes { get; }

    /// <summary>How many bytes it holds of those given up to <paramref name="position"/>, as far as it knows. Any thread may call.</summary>
    long Unread(long position);

    /// <summary>How many bytes may follow <paramref name="position"/> now; none or less when the client has to read first.</summary>
    long RoomAfter(long position);

    /// <summary>The client says that it has consumed everything up to this position.</summary>
    void Acknowledge(long offset);

    /// <summary>True when the way itself has seen the client read since it was asked last.</summary>
    bool HasRead();

    /// <summary>Takes bytes that there was room for; answers what is still to be sent for them.</summary>
    ContentFrame Carry(OutputFrame output);

    /// <summary>What the client is told of the session just now comes before all bytes after it.</summary>
    void Fence();

    /// <summary>Nothing follows any more what was given.</summary>
    void Finish();
}
