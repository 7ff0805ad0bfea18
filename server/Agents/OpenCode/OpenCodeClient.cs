using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Orchestrator.Agents.OpenCode;

/// <summary>What became of an answer to a dialog.</summary>
internal enum OpenCodeReply
{
    Taken,

    /// <summary>The dialog was not open any more.</summary>
    Gone,

    /// <summary>The program did not answer, or refused.</summary>
    Failed,
}

/// <summary>Requests to the API of one OpenCode. Any thread may call.</summary>
internal sealed class OpenCodeClient : IDisposable
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    // A program that is at work answers within milliseconds; on a busy machine it may take a while.
    private static readonly TimeSpan LongestList = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestReply = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public OpenCodeClient(OpenCodeAccess access, TimeProvider time)
    {
        _time = time;
        // What the user's proxy is for lies beyond this machine.
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"http://127.0.0.1:{access.Port}/"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{OpenCodeLaunch.UserName}:{access.Password}"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }

    /// <summary>The stream of what happens from now on.</summary>
    /// <exception cref="HttpRequestException">There is none.</exception>
    public async Task<Stream> OpenEventsAsync(CancellationToken cancellationToken)
    {
        using var limit = Limit(LongestList, cancellationToken);
        var response = await _http.GetAsync("event", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>What stands at a path.</summary>
    /// <exception cref="HttpRequestException">Nothing does.</exception>
    public async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = Limit(LongestList, cancellationToken);
        return await _http.GetByteArrayAsync(path, limit.Token);
    }

    /// <summary>The description of a conversation; null when there is none.</summary>
    public async Task<OpenCodeEvent.Known?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        using var limit = Limit(LongestList, cancellationToken);
        using var response = await _http.GetAsync($"session/{conversation}", limit.Token);
        return response.IsSuccessStatusCode ? OpenCodeJson.Conversation(await response.Content.ReadAsByteArrayAsync(limit.Token)) : null;
    }

    /// <summary>Answers a dialog for permission. That it was answered elsewhere is no failure.</summary>
    public async Task<OpenCodeReply> ReplyAsync(string dialogId, bool isAllowed) =>
        await PostAsync($"permission/{dialogId}/reply", isAllowed ? """{"reply":"once"}""" : """{"reply":"reject"}""") switch
        {
            HttpStatusCode.OK => OpenCodeReply.Taken,
            HttpStatusCode.NotFound => OpenCodeReply.Gone,
            _ => OpenCodeReply.Failed,
        };

    /// <summary>Ends the turn of a conversation, with those of its subagents; false when the program does not answer, or refuses.</summary>
    public async Task<bool> AbortAsync(string conversation) => await PostAsync($"session/{conversation}/abort", "{}") == HttpStatusCode.OK;

    // Null for no answer. Should it have been taken all the same, the program tells so.
    private async Task<HttpStatusCode?> PostAsync(string path, string body)
    {
        using var limit = Limit(LongestReply, CancellationToken.None);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.PostAsync(path, content, limit.Token);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeLimit Limit(TimeSpan longest, CancellationToken cancellationToken) => new(longest, _time, cancellationToken);
}
