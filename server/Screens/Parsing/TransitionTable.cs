using static Orchestrator.Screens.Parsing.ParserAction;
using static Orchestrator.Screens.Parsing.ParserState;

namespace Orchestrator.Screens.Parsing;

/// <summary>
/// The state machine of the parser as a table: state and character to action and next state. Characters from U+00A0 on
/// share one column. The rules are those of xterm.js, which differ from the published diagram where UTF-8 makes it necessary.
/// </summary>
internal static class TransitionTable
{
    /// <summary>Stands for every character from here on.</summary>
    public const int Printable = 0xA0;

    private const int StateShift = 8;
    private const int ActionShift = 4;
    private const int StateMask = (1 << ActionShift) - 1;
    private const int States = (int)IgnoredString + 1;

    private static readonly byte[] Transitions = Build();

    /// <summary>The rule for a character below or equal to <see cref="Printable"/>.</summary>
    public static int Find(ParserState state, int character) => Transitions[(int)state << StateShift | character];

    public static ParserAction Action(int transition) => (ParserAction)(transition >> ActionShift);

    public static ParserState Next(int transition) => (ParserState)(transition & StateMask);

    private static byte[] Build()
    {
        var table = new byte[States << StateShift];
        Array.Fill(table, Pack(GiveUp, Ground));
        for (var state = Ground; state <= IgnoredString; state++) AddAnywhere(table, state);
        AddEscapes(table);
        AddControlSequences(table);
        AddDeviceControls(table);
        AddStrings(table);
        Add(table, Ground, 0x20, 0x7E, Print, Ground);
        Add(table, Ground, Printable, Printable, Print, Ground);
        AddExecutables(table, Ground, Execute);
        return table;
    }

    // C1 controls, CAN, SUB and ESC mean the same in every state.
    private static void AddAnywhere(byte[] table, ParserState state)
    {
        Add(table, state, 0x80, 0x9A, Execute, Ground);
        Add(table, state, 0x18, 0x18, Execute, Ground);
        Add(table, state, 0x1A, 0x1A, Execute, Ground);
        Add(table, state, 0x1B, 0x1B, Clear, Escape);
        Add(table, state, 0x90, 0x90, Clear, DcsEntry);
        Add(table, state, 0x98, 0x98, StringStart, IgnoredString);
        Add(table, state, 0x9B, 0x9B, Clear, CsiEntry);
        Add(table, state, 0x9C, 0x9C, Ignore, Ground);
        Add(table, state, 0x9D, 0x9D, StringStart, OscString);
        Add(table, state, 0x9E, 0x9F, StringStart, IgnoredString);
    }

    private static void AddEscapes(byte[] table)
    {
        foreach (var state in new[] { Escape, EscapeIntermediate })
        {
            AddExecutables(table, state, Execute);
            Add(table, state, 0x7F, 0x7F, Ignore, state);
            Add(table, state, 0x20, 0x2F, Collect, EscapeIntermediate);
            Add(table, state, 0x30, 0x7E, EscDispatch, Ground);
        }

        Add(table, Escape, 'P', 'P', Clear, DcsEntry);
        Add(table, Escape, '[', '[', Clear, CsiEntry);
        Add(table, Escape, ']', ']', StringStart, OscString);
        Add(table, Escape, 'X', 'X', StringStart, IgnoredString);
        Add(table, Escape, '^', '_', StringStart, IgnoredString);
    }

    private static void AddControlSequences(byte[] table)
    {
        foreach (var state in new[] { CsiEntry, CsiParam, CsiIntermediate, CsiIgnore })
        {
            AddExecutables(table, state, Execute);
            Add(table, state, 0x7F, 0x7F, Ignore, state);
            Add(table, state, 0x20, 0x2F, Collect, CsiIntermediate);
            Add(table, state, 0x30, 0x3F, Ignore, CsiIgnore);
            Add(table, state, 0x40, 0x7E, CsiDispatch, Ground);
        }

        Add(table, CsiEntry, 0x30, 0x3B, Param, CsiParam);
        Add(table, CsiEntry, 0x3C, 0x3F, Collect, CsiParam);
        Add(table, CsiParam, 0x30, 0x3B, Param, CsiParam);
        Add(table, CsiIgnore, 0x20, 0x3F, Ignore, CsiIgnore);
        Add(table, CsiIgnore, 0x40, 0x7E, Ignore, Ground);
        Add(table, CsiIgnore, Printable, Printable, Ignore, CsiIgnore);
    }

    private static void AddDeviceControls(byte[] table)
    {
        foreach (var state in new[] { DcsEntry, DcsParam, DcsIntermediate })
        {
            AddExecutables(table, state, Ignore);
            Add(table, state, 0x7F, 0x7F, Ignore, state);
            Add(table, state, 0x20, 0x2F, Collect, DcsIntermediate);
            Add(table, state, 0x30, 0x3F, Ignore, DcsIgnore);
            Add(table, state, 0x40, 0x7E, StringStart, DcsPassthrough);
        }

        Add(table, DcsEntry, 0x30, 0x3B, Param, DcsParam);
        Add(table, DcsEntry, 0x3C, 0x3F, Collect, DcsParam);
        Add(table, DcsParam, 0x30, 0x3B, Param, DcsParam);
        AddExecutables(table, DcsIgnore, Ignore);
        Add(table, DcsIgnore, 0x20, 0x7F, Ignore, DcsIgnore);
        Add(table, DcsIgnore, Printable, Printable, Ignore, DcsIgnore);
    }

    private static void AddStrings(byte[] table)
    {
        AddString(table, OscString, controls: Ignore);
        Add(table, OscString, 0x07, 0x07, StringEnd, Ground);
        Add(table, OscString, 0x7F, 0x7F, StringPut, OscString);
        AddString(table, DcsPassthrough, controls: StringPut);
        AddString(table, IgnoredString, controls: Ignore);
        // Unlike the others these are not ended by characters beyond ASCII; xterm.js gives them up there.
        Add(table, IgnoredString, Printable, Printable, GiveUp, Ground);
    }

    private static void AddString(byte[] table, ParserState state, ParserAction controls)
    {
        AddExecutables(table, state, controls);
        Add(table, state, 0x20, 0x7E, StringPut, state);
        Add(table, state, 0x7F, 0x7F, Ignore, state);
        Add(table, state, Printable, Printable, StringPut, state);
        Add(table, state, 0x18, 0x18, StringEnd, Ground);
        Add(table, state, 0x1A, 0x1A, StringEnd, Ground);
        Add(table, state, 0x1B, 0x1B, StringEnd, Escape);
        Add(table, state, 0x9C, 0x9C, StringEnd, Ground);
    }

    // All of C0 but CAN, SUB and ESC.
    private static void AddExecutables(byte[] table, ParserState state, ParserAction action)
    {
        Add(table, state, 0x00, 0x17, action, state);
        Add(table, state, 0x19, 0x19, action, state);
        Add(table, state, 0x1C, 0x1F, action, state);
    }

    private static void Add(byte[] table, ParserState state, int first, int last, ParserAction action, ParserState next) =>
        table.AsSpan((int)state << StateShift | first, last - first + 1).Fill(Pack(action, next));

    private static byte Pack(ParserAction action, ParserState next) => (byte)((int)action << ActionShift | (int)next);
}
