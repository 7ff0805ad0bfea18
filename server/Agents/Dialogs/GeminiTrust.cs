using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;

namespace Orchestrator.Agents.Dialogs;

/// <summary>
/// Whether Gemini will ask for trust in a folder, by what it keeps of that itself. It draws its composer, says that it is
/// ready, and asks only then: nothing that it shows before tells. Read only.
/// </summary>
internal static class GeminiTrust
{
    private const string TrustParent = "TRUST_PARENT";

    // Each of them decides, whichever way.
    private static readonly ImmutableArray<string> Variables = ["GEMINI_CLI_TRUST_WORKSPACE", "GEMINI_RESTRICTED_MODE"];

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>True when it should ask; false when it need not, and where it was never used, as it then asks for more first.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="environment">Its environment.</param>
    public static bool WillAsk(string folder, IReadOnlyDictionary<string, string> environment)
    {
        if (Variables.Any(name => environment.GetValueOrDefault(name) is { Length: > 0 })) return false;
        var configuration = Path.Combine(TranscriptFolder.Home(environment, "GEMINI_CLI_HOME", ""), ".gemini");
        using var settings = Read(Path.Combine(configuration, "settings.json"));
        if (settings is null || settings.RootElement.Member("security").Member("folderTrust").Member("enabled").ValueKind == JsonValueKind.False) return false;
        using var rules = Read(environment.GetValueOrDefault("GEMINI_CLI_TRUSTED_FOLDERS_PATH") is { Length: > 0 } told ? told : Path.Combine(configuration, "trustedFolders.json"));
        var real = RealPath.Of(folder) ?? folder;
        return rules?.RootElement is not { ValueKind: JsonValueKind.Object } known || !known.EnumerateObject().Any(rule => IsAbout(rule, real));
    }

    // {"/src/repo":"TRUST_FOLDER","/src/other/sub":"TRUST_PARENT","/src/third":"DO_NOT_TRUST"}: with what is below them.
    private static bool IsAbout(JsonProperty rule, string folder)
    {
        var above = rule.Value.AsText() == TrustParent ? Path.GetDirectoryName(rule.Name) ?? rule.Name : rule.Name;
        return above.Length > 0 && RealPath.IsWithin(folder, RealPath.Of(above) ?? above);
    }

    private static JsonDocument? Read(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), Options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not there, or not readable for gemini either.
            return null;
        }
    }
}
