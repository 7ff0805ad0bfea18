using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Common;
using Orchestrator.Hosting;

namespace Orchestrator.Rpc.Tests.Rpc;

/// <summary>What every test of the wire has: a host on a folder of its own.</summary>
public abstract class RpcTest : FolderTest
{
    internal HostRuntime Host { get; private set; } = null!;

    /// <summary>The host's clock.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    [TestInitialize]
    public async Task StartHost() =>
        Host = await HostRuntime.StartAsync(StateFolder.Open(Folder), isEmbedded: true, NullLoggerFactory.Instance, Time, Timeout);

    [TestCleanup]
    public async Task EndHost() => await Host.DisposeAsync();

    internal TestClient Connect(bool isReading = true) => new(Host, Timeout, isReading);

    internal Task<TestClient> OpenAsync() => Connect().InitializeAsync();

    /// <summary>Params that create a session which runs <paramref name="script"/> in a shell.</summary>
    internal static string Script(string id, string script) => new JsonObject
    {
        ["agent"] = "command", ["clientSessionId"] = id, ["cwd"] = Path.GetTempPath(), ["args"] = new JsonArray("/bin/sh", "-c", script),
    }.ToJsonString();

    internal static string Data(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    internal static byte[] Bytes(JsonNode? data) => Convert.FromBase64String((string)data!);

    /// <summary>Completes when the client was told that a session is in this phase.</summary>
    internal static Task PhaseToldAsync(TestClient client, string id, string phase) => client.WaitForAsync(message =>
        (string?)message["method"] == "sessions/changed"
        && message["params"]!["changed"]!.AsArray().Any(session => (string?)session!["id"] == id && (string?)session["phase"] == phase));
}
