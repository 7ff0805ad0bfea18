namespace Orchestrator.Screens.Parsing;

/// <summary>Where the parser stands, after the state diagram for DEC VT500 by Paul Williams (vt100.net/emu/dec_ansi_parser).</summary>
internal enum ParserState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParam,
    CsiIntermediate,
    CsiIgnore,
    OscString,
    DcsEntry,
    DcsParam,
    DcsIntermediate,
    DcsPassthrough,
    DcsIgnore,

    /// <summary>SOS, PM and APC: strings without a meaning here.</summary>
    IgnoredString,
}

/// <summary>What to do with a character before going to the next state.</summary>
internal enum ParserAction : byte
{
    Ignore,

    /// <summary>A character that does not belong here: the sequence is given up, the character is lost.</summary>
    GiveUp,
    Print,
    Execute,

    /// <summary>A sequence begins.</summary>
    Clear,
    Collect,
    Param,
    EscDispatch,
    CsiDispatch,

    /// <summary>A string begins; what follows is collected.</summary>
    StringStart,
    StringPut,
    StringEnd,
}
