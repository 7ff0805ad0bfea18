using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Hosting;

namespace Orchestrator.Rpc.Tests.Rpc;

/// <summary>A client in memory that knows frames and JSON and nothing of the server's library.</summary>
internal sealed class TestClient : System.IAsyncDisposable
{
    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new();
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _timeout;
    private readonly List<JsonObject> _received = [];
    private readonly AsyncManualResetEvent _changed = new();
    private readonly Task _reading;
    private int _lastId;

    /// <summary>Connects to a host. A client that does not read lets the pipe to it fill up.</summary>
    public TestClient(HostRuntime host, CancellationToken timeout, bool isReading = true)
    {
        _timeout = timeout;
        Exit = ServeAsync(host);
        _reading = isReading ? ReadAsync() : Task.CompletedTask;
    }

    /// <summary>The connection's exit code.</summary>
    public Task<int> Exit { get; }

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<JsonObject> Received
    {
        get
        {
            lock (_received) return [.. _received];
        }
    }

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public async Task<TestClient> InitializeAsync()
    {
        await RequestAsync("initialize", "{}");
        await NotifyAsync("initialized", "{}");
        return this;
    }

    /// <summary>Sends a request; completes with its answer.</summary>
    public async Task<JsonObject> RequestAsync(string method, string parameters)
    {
        var id = await PostAsync(method, parameters);
        return await AnswerAsync(id);
    }

    /// <summary>Sends a request; completes with its result.</summary>
    public async Task<JsonObject> ResultAsync(string method, string parameters)
    {
        var answer = await RequestAsync(method, parameters);
        return answer["result"]?.AsObject() ?? throw new AssertFailedException($"{method} was refused: {answer.ToJsonString()}");
    }

    /// <summary>Sends a request; completes with its error code, 0 for none.</summary>
    public async Task<int> CodeAsync(string method, string parameters) => CodeOf(await RequestAsync(method, parameters));

    public static int CodeOf(JsonObject answer) => (int?)answer["error"]?["code"] ?? 0;

    /// <summary>Sends a request and does not wait for its answer.</summary>
    public async Task<int> PostAsync(string method, string parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return id;
    }

    public Task NotifyAsync(string method, string parameters) =>
        SendAsync($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");

    public Task<JsonObject> AnswerAsync(int id) =>
        WaitForAsync(message => message["method"] is null && message["id"] is JsonValue value && value.TryGetValue(out int given) && given == id);

    /// <summary>Completes with the first message received, ever, that is as wanted.</summary>
    public async Task<JsonObject> WaitForAsync(Func<JsonObject, bool> isWanted)
    {
        while (true)
        {
            _changed.Reset();
            if (Received.FirstOrDefault(isWanted) is { } message) return message;
            await _changed.WaitAsync(_timeout);
        }
    }

    public Task SendAsync(string content) =>
        SendRawAsync(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}"));

    public async Task SendRawAsync(string bytes) => await _toServer.Writer.WriteAsync(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(bytes))), _timeout);

    /// <summary>Closes the client's output, as an editor that ends does.</summary>
    public async Task CloseInputAsync() => await _toServer.Writer.CompleteAsync();

    /// <summary>Ends the connection from the host's side.</summary>
    public Task StopAsync() => _end.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _toServer.Writer.CompleteAsync();
        await Exit.WaitAsync(_timeout);
        await _toClient.Writer.CompleteAsync();
        await _reading;
        _end.Dispose();
    }

    private async Task<int> ServeAsync(HostRuntime host)
    {
        await using var connection = new ClientConnection(host.Services, host.Connections.NextId());
        return await connection.RunAsync(_toServer.Reader, _toClient.Writer, host.Connections, _end.Token);
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var read = await _toClient.Reader.ReadAsync(_timeout);
            var rest = read.Buffer;
            while (FrameHeader.Read(rest, int.MaxValue) is { } header && rest.Length >= header.HeaderBytes + header.ContentBytes)
            {
                var content = rest.Slice(header.HeaderBytes, header.ContentBytes);
                Keep(JsonNode.Parse(content.ToArray())!.AsObject());
                rest = rest.Slice(content.End);
            }

            _toClient.Reader.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted) return;
        }
    }

    private void Keep(JsonObject message)
    {
        lock (_received) _received.Add(message);
        _changed.Set();
    }
}
