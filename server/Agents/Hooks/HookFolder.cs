namespace Orchestrator.Agents.Hooks;

/// <summary>The folder that agents' hooks write into, with what they need there.</summary>
/// <param name="root">The folder; its parent is the user's alone.</param>
/// <param name="program">Absolute path of this product's program.</param>
internal sealed class HookFolder(string root, string program)
{
    public string Root => root;

    /// <summary>Where the hooks of one session tell what they are told.</summary>
    public HookPlace PlaceOf(string sessionId) => new(program, root, sessionId);

    /// <summary>Makes the folder and puts into it what hooks need.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Prepare()
    {
        Directory.CreateDirectory(root);
        using var plugin = typeof(HookFolder).Assembly.GetManifestResourceStream(OpenCodeHooks.PluginName)!;
        // A program that starts meanwhile reads the old one or the new one, never half of one.
        var fresh = Path.Combine(root, OpenCodeHooks.PluginName + ".new");
        using (var file = File.Create(fresh)) plugin.CopyTo(file);
        File.Move(fresh, Path.Combine(root, OpenCodeHooks.PluginName), overwrite: true);
    }
}
