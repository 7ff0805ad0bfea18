using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Hosting;

/// <summary>The host's end of a hook that asks: it waits as long as its agent's dialog stands.</summary>
internal static class HookConnection
{
    private const int MaxLineBytes = HookLine.MaxInputBytes + 1024;

    // Of a hook that says, or reads, nothing.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Takes what the hook's agent asks, and answers once somebody has; without a word when nobody will.</summary>
    /// <param name="asks">The hooks of its session; null when there is no such session.</param>
    /// <param name="run">The run whose hook it is.</param>
    /// <param name="stream">The hook.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ServeAsync(SessionAsks? asks, int run, Stream stream, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        if (asks is null || await ReadAsync(reader, cancellationToken) is not { } line || asks.Begin(run, line.Member("input")) is not { } ask) return;
        var hasReply = false;
        try
        {
            var gone = WaitForEndAsync(reader, cancellationToken);
            if (await Task.WhenAny(ask.Reply, gone) == gone || await ask.Reply is not { } reply) return;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Longest);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), timeout.Token);
            hasReply = true;
        }
        finally
        {
            asks.End(ask, hasReply);
        }
    }

    // {"at":"..","input":{..}}
    private static async Task<JsonElement?> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Longest);
        while (true)
        {
            var read = await reader.ReadAsync(timeout.Token);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Parse(read.Buffer.Slice(0, end));
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > MaxLineBytes) return null;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonElement? Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not what an agent hands its hook.
            return null;
        }
    }

    // A hook says no more; its agent ends it when nobody needs it any longer.
    private static async Task WaitForEndAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted) return;
            reader.AdvanceTo(read.Buffer.End);
        }
    }
}
