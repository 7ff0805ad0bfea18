using Nerdbank.Streams;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Multiplexing;

/// <summary>
/// The channel of the bytes behind one result. One write is under way at a time, and none before the client has accepted the
/// channel and has been sent what comes before the bytes; so what waits here is one piece, whatever the client reads.
/// </summary>
internal sealed class TerminalChannel(MultiplexedClient client, ulong number, Action onChanged) : IOutputWay
{
    /// <summary>Most bytes of one write; as much as the library takes before it waits for the client.</summary>
    private const int PieceBytes = 64 * 1024;

    private readonly CancellationTokenSource _end = new();
    private volatile MultiplexingStream.Channel? _channel;
    private volatile bool _isWriting;
    private volatile bool _isFinished;
    private int _hasRead;
    private long _given;
    private long _sent;
    private bool _isFenced = true;
    private long _fence;

    public long? Channel => (long)number;

    /// <summary>The library holds a piece back when it has as much already.</summary>
    public int WindowBytes => 2 * PieceBytes;

    public long Unread(long position) => Interlocked.Read(ref _given) - Interlocked.Read(ref _sent);

    /// <summary>Offers the channel to the client; called once.</summary>
    public void Offer(string name) => client.Join(OfferAsync(name));

    public long RoomAfter(long position)
    {
        if (_channel is null || _isWriting) return 0;
        if (_isFenced)
        {
            // Asked only when what comes before the bytes has been written.
            _fence = client.ControlWritten;
            _isFenced = false;
        }

        return client.IsControlSent(_fence, onChanged) ? PieceBytes : 0;
    }

    public void Acknowledge(long offset)
    {
        // The channel has a window of its own.
    }

    public bool HasRead() => Interlocked.Exchange(ref _hasRead, 0) == 1;

    /// <summary>The client has read some of it. Any thread may call.</summary>
    public void OnRead() => Volatile.Write(ref _hasRead, 1);

    /// <summary>So much of it has left. Any thread may call.</summary>
    public void OnSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    public ContentFrame Carry(OutputFrame output)
    {
        _isWriting = true;
        Interlocked.Add(ref _given, output.Data.Length);
        var writing = WriteAsync(_channel!, output.Data);
        if (!writing.IsCompleted) client.Join(writing);
        return new CarriedFrame(output.SessionId, output.Data.Length);
    }

    public void Fence() => _isFenced = true;

    public void Finish()
    {
        _isFinished = true;
        if (!_isWriting) _channel?.Output.Complete();
    }

    public void Dispose()
    {
        // An offer that is not accepted yet is taken back by the token.
        _end.Cancel();
        _channel?.Dispose();
        _end.Dispose();
    }

    private async Task OfferAsync(string name)
    {
        try
        {
            var channel = await client.OfferAsync(number, name, _end.Token);
            _channel = channel;
            if (_end.IsCancellationRequested) channel.Dispose();
            else if (_isFinished) await channel.Output.CompleteAsync();
            onChanged();
        }
        catch (Exception exception)
        {
            // The offer was taken back or refused, or the connection is gone, for which the library has many names:
            // nothing is carried, and whoever waits for it gets the next result.
            client.NoteEnd(exception);
        }
    }

    private async Task WriteAsync(MultiplexingStream.Channel channel, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var written = await channel.Output.WriteAsync(bytes);
            // Whoever has closed the channel reads nothing more; the next result comes with a new one.
            if (written.IsCompleted) return;
            _isWriting = false;
            if (_isFinished) await channel.Output.CompleteAsync();
            onChanged();
        }
        catch (Exception exception)
        {
            // The channel ended under the write, by either side.
            client.NoteEnd(exception);
        }
    }
}
