using System.Text.Json;

namespace Orchestrator.Common;

/// <summary>
/// <c>settings.json</c> in the state folder: what stood in it when it was last read, and what the user is told when it is
/// not to be understood. Read while the host runs, never for a list. Any thread may call.
/// </summary>
internal sealed class SettingsFile(string path, NoticeBoard notices)
{
    public const string Name = "settings.json";

    private const string Subject = "settings";

    private readonly Lock _gate = new();
    private string? _text;

    /// <summary>What is in force. Limits that are not understood limit nothing: nobody is suspended by mistake.</summary>
    public HostSettings Current { get; private set; } = new();

    /// <summary>Told when something else is in force. Must not throw.</summary>
    public event Action? Changed;

    /// <summary>Reads the file, and answers what is in force now. Without a file nothing is limited.</summary>
    public HostSettings Read()
    {
        lock (_gate)
        {
            if (!TakeUnderLock()) return Current;
        }

        Changed?.Invoke();
        return Current;
    }

    private bool TakeUnderLock()
    {
        try
        {
            var text = File.Exists(path) ? File.ReadAllText(path) : null;
            if (text == _text) return false;
            _text = text;
            var settings = text is null ? new HostSettings() : HostSettings.Parse(text);
            var problem = settings.LimitProblem;
            Current = problem is null ? settings : new HostSettings(Agents: settings.Agents, Prices: settings.Prices, TrustedFolders: settings.TrustedFolders);
            if (problem is null) notices.Resolve(Subject, $"'{Name}' is in order again.");
            else Tell(problem);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // What a file holds that is just being written is still there; but nothing is trusted on a guess.
            Current = new HostSettings(Agents: Current.Agents, Prices: Current.Prices);
            Tell($"'{Name}' in the state folder cannot be read: {exception.Message} No folder is trusted by it.");
        }

        return true;
    }

    private void Tell(string problem) => notices.Post(Subject, problem + " No session is suspended by itself until it is mended.");
}
