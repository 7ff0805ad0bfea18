using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>Receives what the parser reads and hands it to the controls that obey it.</summary>
internal sealed class ScreenControls(ScreenState state) : IParserActions
{
    private readonly Printer _printer = new(state);

    public ReadOnlySpan<byte> Replacement => default;

    public void Print(ReadOnlySpan<byte> ascii) => _printer.Print(ascii);

    public void Print(int codePoint) => _printer.Print(codePoint);

    public Visibility Execute(int control)
    {
        EscapeSequences.Execute(state, control);
        state.PrecedingWidth = 0;
        return control == 5 ? Visibility.Dropped : Visibility.Kept;
    }

    public Visibility Escape(int function)
    {
        EscapeSequences.Apply(state, function);
        state.PrecedingWidth = 0;
        return Visibility.Kept;
    }

    public Visibility Control(int function, Params parameters)
    {
        ControlSequences.Apply(state, _printer, function, parameters);
        state.PrecedingWidth = 0;
        return Visibility.Kept;
    }

    public Visibility String(StringSequence sequence, Params parameters, ReadOnlySpan<byte> payload)
    {
        state.PrecedingWidth = 0;
        return Visibility.Kept;
    }
}
