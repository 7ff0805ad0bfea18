using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Sessions;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>A live set over sessions whose logs the test writes, under a clock that the test moves.</summary>
internal sealed class LiveSetWorld : IAsyncDisposable
{
    public const int Limit = 2;
    public const int WindowBytes = 64 * 1024;

    public LiveSetWorld(string folder)
    {
        Sessions = new SessionWorld(folder, time: Time);
        Set = NewSet();
    }

    public SessionWorld Sessions { get; }

    public ManualTimeProvider Time { get; } = new();

    public LiveSet Set { get; private set; }

    public TrafficCounters Traffic { get; } = new();

    public LiveSet NewSet(int limit = Limit) => new(limit, new FramedOutput(WindowBytes), Traffic, Time, () => { });

    /// <summary>The connection ends, and the next one begins.</summary>
    public async Task ReconnectAsync()
    {
        await Set.DisposeAsync();
        Set = NewSet();
    }

    /// <summary>So many bytes of short lines.</summary>
    public static byte[] Lines(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at++) bytes[at] = (at % 61) switch { 59 => (byte)'\r', 60 => (byte)'\n', _ => (byte)('a' + ((at + count) % 26)) };
        return bytes;
    }

    public Session Session(string id) => Sessions.Running(id);

    public Task<RevealResult> RevealAsync(Session session, ContentPosition? since = null, bool isActive = false, TerminalSize? size = null) =>
        Set.RevealAsync(new RevealRequest(session, since, size, isActive), CancellationToken.None);

    /// <summary>Reveals, and lets the content follow.</summary>
    public async Task<RevealResult> ShowAsync(Session session, ContentPosition? since = null, bool isActive = false, TerminalSize? size = null)
    {
        var result = await RevealAsync(session, since, isActive, size);
        Set.Start(result);
        return result;
    }

    public Task ConcealAsync(Session session) => Set.ConcealAsync(session.State.Id, CancellationToken.None);

    /// <summary>All that can be told now.</summary>
    public Task<List<ContentFrame>> TakeAllAsync(int most = int.MaxValue) => TakeAllAsync(Set, most);

    public static async Task<List<ContentFrame>> TakeAllAsync(LiveSet set, int most = int.MaxValue)
    {
        var frames = new List<ContentFrame>();
        using var gate = await set.Gate.EnterAsync();
        while (frames.Count < most && set.Take() is { } frame) frames.Add(frame);
        return frames;
    }

    public async ValueTask DisposeAsync()
    {
        await Set.DisposeAsync();
        await Sessions.DisposeAsync();
    }
}
