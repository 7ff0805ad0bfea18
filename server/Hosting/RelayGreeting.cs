using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Common;

namespace Orchestrator.Hosting;

/// <summary>
/// First line each end of a relay's socket says, before anything of the client's. After it the relay sends the
/// client's bytes as they are, and the host answers in <see cref="RelayFrames"/>. A hook that asks greets as well: behind it
/// comes what its agent handed it, as a line, and the host answers with what the hook has to say to that.
/// </summary>
/// <param name="Relay">Version of this little protocol; both ends must speak the same.</param>
/// <param name="Version">Version of the program, for messages to people.</param>
/// <param name="Multiplex">
/// From a relay: the client's bytes are a multiplexed stream. From a host: it serves such clients. Absent from those
/// that know of no such thing, who then serve frames alone.
/// </param>
/// <param name="Hook">From a hook: whose it is. Absent from all others.</param>
/// <param name="Hooks">From a host: it answers hooks. Absent from those that know of no such thing.</param>
internal sealed record RelayGreeting(int Relay, string Version, bool? Multiplex = null, HookOwner? Hook = null, bool? Hooks = null)
{
    /// <summary>The version spoken here.</summary>
    public const int CurrentRelay = 1;

    private const int MaxLineBytes = 1024;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What a host says of itself.</summary>
    public static RelayGreeting OfHost => new(CurrentRelay, ProductVersion.Current, Multiplex: true, Hooks: true);

    /// <summary>What a relay says of its client.</summary>
    public static RelayGreeting OfRelay(bool isMultiplexed) => new(CurrentRelay, ProductVersion.Current, isMultiplexed ? true : null);

    /// <summary>What a hook says of itself.</summary>
    public static RelayGreeting OfHook(HookOwner owner) => new(CurrentRelay, ProductVersion.Current, Hook: owner);

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'], cancellationToken);

    /// <summary>Reads the other end's line, and no byte more; null when what comes is none.</summary>
    public static async Task<RelayGreeting?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < MaxLineBytes && await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n') return Parse([.. line]);
            line.Add(one[0]);
        }

        return null;
    }

    private static RelayGreeting? Parse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize<RelayGreeting>(line);
        }
        catch (JsonException)
        {
            // Some other program; whoever asked says so.
            return null;
        }
    }
}

/// <summary>Whose hook it is.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Run">Number of the run.</param>
internal sealed record HookOwner(string SessionId, int Run);
