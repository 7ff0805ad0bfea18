using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Screens.Controls;

/// <summary>Receives what the parser reads, hands it to the controls that obey it, and tells what follows from it.</summary>
internal sealed class ScreenControls(ScreenState state)
{
    private const int Bell = 0x07, Enquiry = 0x05;

    private readonly Printer _printer = new(state);
    private readonly StringSequences _strings = new(state);
    private bool _hasRung;

    /// <summary>Where answers and signals go.</summary>
    public ScreenOutput Output { get; private set; } = new();

    public ReadOnlySpan<byte> Replacement => _strings.Replacement;

    /// <summary>A new portion of output begins.</summary>
    public void Begin(ScreenOutput output)
    {
        Output = output;
        _hasRung = false;
    }

    public void Print(ReadOnlySpan<byte> ascii) => _printer.Print(ascii);

    public int PrintMixed(ReadOnlySpan<byte> text) => _printer.PrintMixed(text);

    public void Print(int codePoint) => _printer.PrintOne(codePoint);

    public Visibility Execute(int control)
    {
        EscapeSequences.Execute(state, control);
        // What viewers do not see leaves no trace.
        if (control == Enquiry) return Visibility.Dropped;
        state.PrecedingWidth = 0;
        if (control == Bell) Ring();
        return Visibility.Kept;
    }

    public Visibility Escape(int function)
    {
        // DECID, the forerunner of DA1.
        if (function == 'Z')
        {
            DeviceAnswers.WritePrimaryAttributes(Output.AnswerWriter);
            return Visibility.Dropped;
        }

        state.PrecedingWidth = 0;
        if (function is 'c' or '=' or '>') ChangeKeypadOrAll(function);
        else EscapeSequences.Apply(state, function);
        return Visibility.Kept;
    }

    public Visibility Control(int function, Params parameters)
    {
        // The most frequent of all by far.
        if (function == 'm')
        {
            state.Pen = SgrControls.Apply(state.Pen, parameters);
            state.PrecedingWidth = 0;
            return Visibility.Kept;
        }

        if (DeviceQueries.Answer(state, function, parameters, Output.AnswerWriter)) return Visibility.Dropped;
        if (function is ('?' << 8 | 'h') or ('?' << 8 | 'l') or ('!' << 8 | 'p')) ChangeModes(function, parameters);
        else if (function == 't') MoveTitles(parameters);
        else ControlSequences.Apply(state, _printer, function, parameters);
        state.PrecedingWidth = 0;
        return Visibility.Kept;
    }

    public Visibility String(StringSequence sequence, Params parameters, ReadOnlySpan<byte> payload)
    {
        var visibility = _strings.Apply(sequence, payload, Output);
        if (sequence.Kind != StringKind.Other && visibility != Visibility.Dropped) state.PrecedingWidth = 0;
        return visibility;
    }

    private void Ring()
    {
        if (!_hasRung) Output.Add(new ScreenSignal.BellRang());
        _hasRung = true;
    }

    /// <summary>RIS, DECKPAM, DECKPNM: the only ones of their kind that change modes or the screen.</summary>
    private void ChangeKeypadOrAll(int function)
    {
        var (wasAlternate, modes) = (state.IsAlternate, ModeControls.ReportForInput(state));
        EscapeSequences.Apply(state, function);
        TellScreen(wasAlternate);
        TellModes(modes);
    }

    private void ChangeModes(int function, Params parameters)
    {
        var before = ModeControls.ReportForInput(state);
        if ((byte)function == 'p') ControlSequences.SoftReset(state);
        else SetModes(function, parameters);
        TellModes(before);
    }

    private void SetModes(int function, Params parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            var wasAlternate = state.IsAlternate;
            ModeControls.SetPrivate(state, parameters[index], (byte)function == 'h');
            TellScreen(wasAlternate);
        }
    }

    private void TellModes(int before)
    {
        var after = ModeControls.ReportForInput(state);
        for (var index = 0; index < ModeControls.ForInput.Length; index++)
            if (((before ^ after) >> index & 1) != 0) Output.Add(new ScreenSignal.ModeChanged(ModeControls.ForInput[index], (after >> index & 1) != 0));
    }

    private void TellScreen(bool wasAlternate)
    {
        if (state.IsAlternate != wasAlternate) Output.Add(new ScreenSignal.ScreenSwitched(state.IsAlternate));
    }

    private void MoveTitles(Params parameters)
    {
        if (parameters[0] == 22) state.Titles.Push(parameters[1]);
        else if (parameters[0] == 23 && state.Titles.Pop(parameters[1])) Output.Add(new ScreenSignal.TitleChanged(ReportText.Title(state.Titles.Window)));
    }
}
