using System.Globalization;

namespace Orchestrator.Storage;

/// <summary>
/// One file of what a terminal's program printed, byte for byte: <c>&lt;epoch&gt;.&lt;start&gt;.raw</c>, where start
/// is the position of its first byte in 16 hexadecimal digits. Its length is how far it reaches, so a file is whole
/// whenever its writer ends.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Start">Position of its first byte.</param>
internal sealed record SpoolSegment(string Path, long Start)
{
    private const string Ending = ".raw";
    private const int Digits = 16;

    /// <summary>Where the segment of a terminal that begins at <paramref name="start"/> is kept.</summary>
    public static SpoolSegment At(string folder, string epoch, long start) =>
        new(System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{epoch}.{start:x16}{Ending}")), start);

    /// <summary>Its bytes from <paramref name="from"/>, or its start, to <paramref name="end"/>; none when it has none of them.</summary>
    public byte[] Read(long from, long end)
    {
        try
        {
            using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var first = Math.Max(from, Start);
            var part = new byte[Math.Max(0, Math.Min(end, Start + RandomAccess.GetLength(file)) - first)];
            var read = RandomAccess.Read(file, part, first - Start);
            return read == part.Length ? part : part[..read];
        }
        catch (FileNotFoundException)
        {
            // Its writer has just let go of its oldest segment.
            return [];
        }
    }

    /// <summary>Every segment of a terminal, oldest first.</summary>
    public static List<SpoolSegment> Find(string folder, string epoch)
    {
        if (!Directory.Exists(folder)) return [];
        var found = new List<SpoolSegment>();
        foreach (var path in Directory.EnumerateFiles(folder, epoch + ".*" + Ending))
        {
            var digits = System.IO.Path.GetFileName(path.AsSpan())[(epoch.Length + 1)..^Ending.Length];
            if (digits.Length == Digits && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start) && start >= 0)
                found.Add(new SpoolSegment(path, start));
        }

        found.Sort((left, right) => left.Start.CompareTo(right.Start));
        return found;
    }
}
