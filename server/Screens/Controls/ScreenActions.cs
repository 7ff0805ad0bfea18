using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>Leads the parser to the controls of one screen; a structure, as <see cref="VtParser{TActions}"/> asks for.</summary>
internal readonly struct ScreenActions(ScreenControls controls) : IParserActions
{
    public ReadOnlySpan<byte> Replacement => controls.Replacement;

    public void Print(ReadOnlySpan<byte> ascii) => controls.Print(ascii);

    public int PrintMixed(ReadOnlySpan<byte> text) => controls.PrintMixed(text);

    public void Print(int codePoint) => controls.Print(codePoint);

    public Visibility Execute(int control) => controls.Execute(control);

    public Visibility Escape(int function) => controls.Escape(function);

    public Visibility Control(int function, Params parameters) => controls.Control(function, parameters);

    public Visibility String(StringSequence sequence, Params parameters, ReadOnlySpan<byte> payload) =>
        controls.String(sequence, parameters, payload);
}
