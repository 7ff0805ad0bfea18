namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
public sealed class ProgramInputTests
{
    private readonly ProgramInput _input = new();

    [TestMethod]
    public void Input_before_the_program_waits_for_it_and_comes_first()
    {
        Assert.IsTrue(_input.TryWrite("early "u8.ToArray()));
        Assert.IsTrue(_input.TryWrite("and "u8.ToArray()));

        var program = new RecordingProcess();
        _input.Open(program);
        _input.TryWrite("late"u8.ToArray());

        Assert.AreEqual("early and late", program.Written);
    }

    [TestMethod]
    public void Input_before_the_program_is_bounded()
    {
        Assert.IsTrue(_input.TryWrite(new byte[TerminalInput.MaxPendingBytes]));

        Assert.IsFalse(_input.TryWrite(new byte[1]));
    }

    [TestMethod]
    [TestCategory("TRM-04")]
    public void Closed_input_takes_nothing_and_opens_for_no_program()
    {
        _input.TryWrite("early"u8.ToArray());

        _input.Close();
        var program = new RecordingProcess();
        _input.Open(program);

        Assert.IsFalse(_input.TryWrite("late"u8.ToArray()));
        Assert.AreEqual("", program.Written);
    }
}
