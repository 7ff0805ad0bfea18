using Orchestrator.Protocol;

namespace Orchestrator.Rpc;

/// <summary>What a client said of itself in <c>initialize</c>.</summary>
internal sealed class ClientIdentity
{
    /// <summary>Null until <c>initialize</c>.</summary>
    public InitializeParams? Params { get; set; }

    /// <summary>First workspace folder that is a folder of this machine.</summary>
    public string? DefaultFolder => Params?.WorkspaceFolders?
        .Select(folder => Uri.TryCreate(folder?.Uri, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : null)
        .FirstOrDefault(path => path is not null);
}
