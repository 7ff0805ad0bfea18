using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Nerdbank.Streams;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Multiplexing;

/// <summary>
/// A client whose connection is a multiplexed stream: JSON-RPC on the one channel that the client offers, and each
/// terminal's bytes on one that the server offers.
/// </summary>
internal sealed class MultiplexedClient : IOutputCarrier, System.IAsyncDisposable
{
    /// <summary>
    /// Most channels offered whose end the client has not confirmed. A library confirms as soon as it reads; who has
    /// left so many open confirms none, and what they cost would grow with every reveal.
    /// </summary>
    public const int MaxOpenChannels = 1024;

    private readonly ILogger _logger;
    private readonly CancellationTokenSource _abort = new();
    private readonly MultiplexingStream _stream;
    private readonly ConcurrentDictionary<ulong, TerminalChannel> _open = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly AsyncAutoResetEvent _controlSent = new();
    private readonly TaskCompletionSource<ulong> _controlOffered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ControlWriter? _writer;
    private Action? _onControlSent;
    private ulong _lastNumber;
    private int _offersReceived;

    private MultiplexedClient(Stream input, Stream output, ILogger logger)
    {
        _logger = logger;
        var options = new MultiplexingStream.Options { ProtocolMajorVersion = 3, StartSuspended = true };
        _stream = MultiplexingStream.Create(new MeasuredStream(input, output, OnReceived, OnSent, _abort.Token), options);
        // There is only one, so what it is called does not matter.
        _stream.ChannelOffered += (_, offer) => _controlOffered.TrySetResult(offer.QualifiedId.Id);
        _stream.StartListening();
    }

    /// <summary>Bytes written to the control channel so far.</summary>
    public long ControlWritten => _writer?.Written ?? 0;

    /// <summary>Channels offered whose end the client has not confirmed.</summary>
    public int OpenChannels => _open.Count;

    /// <summary>Serves a client until it leaves; answers the exit code its relay ends with.</summary>
    public static async Task<int> ServeAsync(
        HostServices host, ConnectionRegistry connections, Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var client = new MultiplexedClient(input, output, host.Loggers.CreateLogger<MultiplexedClient>());
        if (await client.AcceptControlAsync(host.Time, cancellationToken) is not { } control) return 1;
        var writer = client._writer = new ControlWriter(control.Output);
        await using var connection = new ClientConnection(host, connections.NextId(), client);
        var exitCode = await connection.RunAsync(control.Input, writer, connections, cancellationToken);
        await client.SendLastAsync(writer, host.Time);
        return exitCode;
    }

    public IOutputWay Open(string sessionId, string epoch, long offset, Action onChanged)
    {
        if (_open.Count == MaxOpenChannels) End($"the client has left {MaxOpenChannels} channels open that ended");
        var number = ++_lastNumber;
        var channel = _open[number] = new TerminalChannel(this, number, onChanged);
        channel.Offer($"terminal/{sessionId}/{epoch}");
        return channel;
    }

    /// <summary>Offers a channel; completes when the client has accepted it.</summary>
    public async Task<MultiplexingStream.Channel> OfferAsync(ulong number, string name, CancellationToken cancellationToken)
    {
        var channel = await _stream.OfferChannelAsync(name, options: null, cancellationToken);
        // The library counts its offers as we do; the client was told our number, and would wait for its bytes in vain.
        if (channel.QualifiedId.Id != number) End($"channel {number} was offered as {channel.QualifiedId.Id}");
        return channel;
    }

    /// <summary>
    /// True when the control channel has been sent up to here; else <paramref name="onSent"/> is called when more of it
    /// has been. A connection has one such callback.
    /// </summary>
    public bool IsControlSent(long position, Action onSent)
    {
        if (_writer!.Sent >= position) return true;
        Interlocked.Exchange(ref _onControlSent, onSent);
        return _writer.Sent >= position;
    }

    /// <summary>Waits for started work when the connection ends.</summary>
    public void Join(Task work)
    {
        _running[work] = 0;
        _ = work.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Notes what ended a channel or the stream under somebody who used it.</summary>
    public void NoteEnd(Exception exception) => _logger.LogDebug(exception, "A channel ended");

    public async ValueTask DisposeAsync()
    {
        // A client that does not read lets the library wait for ever, also with its own end.
        await _abort.CancelAsync();
        await _stream.DisposeAsync();
        await Task.WhenAll(_running.Keys);
        _abort.Dispose();
    }

    private async Task<MultiplexingStream.Channel?> AcceptControlAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ClientConnection.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A stream can end before a channel is offered.
            await Task.WhenAny(_controlOffered.Task, _stream.Completion).WaitAsync(either.Token);
            if (!_controlOffered.Task.IsCompleted) return null;
            // By its number: one that was offered and has ended since is an error, and by its name waited for.
            return _stream.AcceptChannel(await _controlOffered.Task);
        }
        catch (Exception exception)
        {
            // The client left, was silent, or sent something else; the library has many names for it.
            _logger.LogInformation(exception, "A connection ends: it has no control channel");
            return null;
        }
    }

    // Answers to what came just before the end still go out.
    private async Task SendLastAsync(ControlWriter writer, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(GuardedMessageHandler.LastAnswers, time);
        try
        {
            while (writer.Sent < writer.Written && !_stream.Completion.IsCompleted) await _controlSent.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // The client does not read them.
        }
    }

    // On the reading loop of the stream, before the frame is looked at.
    private void OnReceived(ChannelFrame frame)
    {
        if (frame is { Kind: ChannelFrameKind.Terminated, Source: ChannelSource.Other }) _open.TryRemove(frame.Channel, out _);
        if (frame is { Kind: ChannelFrameKind.Processed, Source: ChannelSource.Other } && _open.TryGetValue(frame.Channel, out var channel)) channel.OnRead();
        if (frame.Kind == ChannelFrameKind.Offer && ++_offersReceived > 1)
            throw new BadFrameException("A client offers one channel, its control channel.");
    }

    // On the one loop that writes the stream.
    private void OnSent(ChannelFrame frame)
    {
        if (frame.Kind != ChannelFrameKind.Content) return;
        if (frame.Source == ChannelSource.Self)
        {
            if (_open.TryGetValue(frame.Channel, out var channel)) channel.OnSent(frame.PayloadBytes);
            return;
        }

        // Only the control channel is the client's.
        _writer?.OnSent(frame.PayloadBytes);
        _controlSent.Set();
        Interlocked.Exchange(ref _onControlSent, null)?.Invoke();
    }

    private void End(string reason)
    {
        _logger.LogWarning("A connection ends: {Reason}", reason);
        Join(_abort.CancelAsync());
    }
}
