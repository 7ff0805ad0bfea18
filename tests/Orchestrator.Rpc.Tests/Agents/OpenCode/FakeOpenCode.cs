using System.Net;
using System.Text;
using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Rpc.Tests.Agents.OpenCode;

/// <summary>An API that says what a test has it say.</summary>
internal sealed class FakeOpenCode : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _connected = new(0);
    private readonly Task _serving;
    private volatile HttpListenerResponse? _stream;

    public FakeOpenCode(OpenCodeAccess? access = null)
    {
        Access = access ?? OpenCodeAccess.New(run: 1, LoopbackPort.Find()!.Value);
        _listener.Prefixes.Add($"http://127.0.0.1:{Access.Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public OpenCodeAccess Access { get; }

    /// <summary>What stands at which path.</summary>
    public Dictionary<string, string> Answers { get; } = new() { ["/permission"] = "[]", ["/question"] = "[]", ["/session/status"] = "{}" };

    /// <summary>What was posted.</summary>
    public List<string> Posted { get; } = [];

    /// <summary>Completes when the stream is followed anew.</summary>
    public Task ConnectedAsync(CancellationToken cancellationToken) => _connected.WaitAsync(cancellationToken);

    public async Task TellAsync(string json)
    {
        await _stream!.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"data: {json}\n\n"));
        await _stream.OutputStream.FlushAsync();
    }

    public void BreakOff() => _stream!.Abort();

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _serving;
        _connected.Dispose();
    }

    private async Task ServeAsync()
    {
        await Task.Yield();
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (path, response) = (context.Request.Url!.AbsolutePath, context.Response);
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{Access.Password}"));
        if (context.Request.Headers["Authorization"] != expected)
        {
            response.StatusCode = 401;
            response.Close();
        }
        else if (path == "/event")
        {
            response.SendChunked = true;
            _stream = response;
            await TellAsync("""{"id":"evt_1","type":"server.connected","properties":{}}""");
            _connected.Release();
        }
        else
        {
            if (context.Request.HttpMethod == "POST") Posted.Add($"{path} {await new StreamReader(context.Request.InputStream).ReadToEndAsync()}");
            response.StatusCode = Answers.TryGetValue(path, out var answer) ? 200 : 404;
            response.Close(Encoding.UTF8.GetBytes(answer ?? "{}"), willBlock: true);
        }
    }
}
