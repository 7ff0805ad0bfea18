using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.VisualStudio.Threading;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// One end of the socket between host and holder. Sending never waits: messages gather in a buffer that one task
/// writes out. What the other end can get in another way is dropped while more than <see cref="MaxWaitingBytes"/> wait.
/// </summary>
internal sealed class HolderPipe : System.IAsyncDisposable
{
    /// <summary>More than a reader that keeps up ever leaves; little enough for a process that has to be small.</summary>
    public const int MaxWaitingBytes = 4 * 1024 * 1024;

    private const int UsualBytes = 64 * 1024;
    private static readonly TimeSpan LastMessages = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly BufferedStream _incoming;
    private readonly Lock _gate = new();
    private readonly AsyncAutoResetEvent _hasMore = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sending;
    private ArrayBufferWriter<byte> _waiting = new(UsualBytes);
    private ArrayBufferWriter<byte> _leaving = new(UsualBytes);
    private Task? _closed;
    private bool _hasDropped;
    private bool _isHeld;
    private bool _isUrgent;
    private bool _isClosed;

    public HolderPipe(Stream stream)
    {
        _stream = stream;
        _incoming = new BufferedStream(stream, UsualBytes);
        _sending = SendAsync();
    }

    /// <summary>
    /// Called on the sending task when nothing waits any more and something was dropped since the last time; must not
    /// block or throw.
    /// </summary>
    public event Action? Drained;

    /// <summary>Sends a message, however much waits: there are few of these. False once the pipe is closed.</summary>
    public bool Send(HolderMessage message)
    {
        var bytes = HolderCodec.Write(message);
        lock (_gate)
        {
            if (_isClosed) return false;
            _waiting.Write(bytes);
            _isUrgent = true;
        }

        _hasMore.Set();
        return true;
    }

    /// <summary>Sends a <see cref="HolderMessage.Output"/>, which can be done without. False when it was dropped.</summary>
    public bool TrySendOutput(long terminal, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            if (_waiting.WrittenCount + HolderCodec.OutputHeaderBytes + bytes.Length > MaxWaitingBytes)
            {
                _hasDropped = true;
                return false;
            }

            HolderCodec.WriteOutput(_waiting, terminal, offset, bytes);
            if (_isHeld && _waiting.WrittenCount < UsualBytes) return true;
            _isUrgent = true;
        }

        _hasMore.Set();
        return true;
    }

    /// <summary>More output follows at once: a little of it waits for <see cref="Release"/>, so that it goes in one piece.</summary>
    public void Hold()
    {
        lock (_gate) _isHeld = true;
    }

    /// <summary>What waits since <see cref="Hold"/> goes.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            if (_waiting.WrittenCount == 0) return;
        }

        _hasMore.Set();
    }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="InvalidDataException">The other end does not speak this protocol.</exception>
    public async Task<HolderMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var prefix = new byte[HolderCodec.PrefixBytes];
        try
        {
            await _incoming.ReadExactlyAsync(prefix, cancellationToken);
            var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (length is < 1 or > HolderCodec.MaxBytes) throw new InvalidDataException($"A message of {length} bytes was announced.");
            var bytes = new byte[length];
            await _incoming.ReadExactlyAsync(bytes, cancellationToken);
            return HolderCodec.Read(bytes);
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException or SocketException or ObjectDisposedException)
        {
            // The other process is gone, or this end was closed.
            return null;
        }
    }

    /// <summary>
    /// Sends what waits, as far as the other end takes it within a second, and closes both directions. Who sends and who
    /// receives may both call, also at the same time.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            return new ValueTask(_closed ??= CloseAsync());
        }
    }

    private async Task CloseAsync()
    {
        // The caller holds the lock.
        await Task.Yield();
        _hasMore.Set();
        await Task.WhenAny(_sending, Task.Delay(LastMessages, TimeProvider.System, CancellationToken.None));
        await _closing.CancelAsync();
        // Closes the stream below it.
        await _incoming.DisposeAsync();
        await _sending;
    }

    private bool IsClosed
    {
        get
        {
            lock (_gate) return _isClosed;
        }
    }

    // Who is told looks at every terminal: not after each message that went.
    private bool TakeDropped()
    {
        lock (_gate)
        {
            var hasDropped = _hasDropped;
            _hasDropped = false;
            return hasDropped;
        }
    }

    private async Task SendAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                if (!TakeWaiting())
                {
                    if (TakeDropped()) Drained?.Invoke();
                    if (IsClosed) return;
                    await _hasMore.WaitAsync(_closing.Token);
                    continue;
                }

                await _stream.WriteAsync(_leaving.WrittenMemory, _closing.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Closed from either end; whoever receives sees it.
            lock (_gate) _isClosed = true;
        }
    }

    private bool TakeWaiting()
    {
        lock (_gate)
        {
            // Woken, or not asleep yet, for what came before it was held.
            if (_isHeld && !_isUrgent && !_isClosed) return false;
            _isUrgent = false;
            (_waiting, _leaving) = (_leaving, _waiting);
            // One flood must not keep its memory for ever.
            if (_waiting.Capacity > UsualBytes * 4) _waiting = new ArrayBufferWriter<byte>(UsualBytes);
            else _waiting.ResetWrittenCount();
            return _leaving.WrittenCount > 0;
        }
    }
}
