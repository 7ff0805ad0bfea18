using Orchestrator.Common;

namespace Orchestrator.Storage;

/// <summary>What the user is told about the storage.</summary>
internal static class StorageNotices
{
    private const string Health = "storage";

    /// <summary>Tells of trouble, or that it is over. Of the folder only the name is told: every client reads this.</summary>
    public static void Tell(StorageTrouble? trouble, string folderName, NoticeBoard board)
    {
        if (trouble is null) board.Resolve(Health, "The state of sessions is stored again, and nothing of it was lost.");
        else board.Post(Health, TroubleText(trouble.Kind, folderName));
    }

    /// <summary>Tells of a database that had to be set aside at the host's start.</summary>
    public static void Tell(SetAside? aside, NoticeBoard board)
    {
        if (aside is not null) board.Post("database set aside", AsideText(Path.GetFileName(aside.Path), aside.Salvaged));
    }

    private static string TroubleText(StorageFailure kind, string folderName)
    {
        var cause = StorageFailures.Cause(kind, $"the state folder '{folderName}'");
        return $"{char.ToUpperInvariant(cause[0])}{cause[1..]}: sessions go on, but what happens now will not survive a restart of the host, "
            + $"and new sessions and prompts are refused. {StorageFailures.WayOut(kind)}";
    }

    private static string AsideText(string name, Salvaged salvaged)
    {
        var found = salvaged is { Sessions: 0, Projects: 0 }
            ? "nothing in it could be read, so the list starts empty"
            : $"{Count(salvaged.Sessions, "session")} and {Count(salvaged.Projects, "project")} could be read in it and are kept";
        return $"The database of sessions was damaged and has been set aside as {name} in the state folder; {found}.";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
