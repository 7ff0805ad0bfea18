namespace Orchestrator.Screens.Cells;

/// <summary>A character set that a program can designate (SCS): what it shows instead of some ASCII characters.</summary>
internal sealed class Charset
{
    private readonly char[] _shown;

    private Charset(char final, char[] shown)
    {
        Final = final;
        _shown = shown;
    }

    /// <summary>The byte that designates it.</summary>
    public char Final { get; }

    /// <summary>The code point shown for an ASCII one.</summary>
    public int Map(int ascii) => _shown[ascii];

    /// <summary>The set that <paramref name="final"/> designates; null for plain ASCII and for sets that are not known.</summary>
    public static Charset? Find(char final) => null;
}
