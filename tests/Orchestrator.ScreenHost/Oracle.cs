using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost;

/// <summary>One screen, driven over the standard streams so that it can be compared with another terminal.</summary>
internal sealed class Oracle
{
    private readonly ScreenOutput _output = new();
    private readonly ArrayBufferWriter<byte> _snapshot = new();
    private Screen _screen = new(80, 24);

    public static int Run()
    {
        var frames = new Frames(Console.OpenStandardInput(), Console.OpenStandardOutput());
        var oracle = new Oracle();
        while (frames.Read() is { } request) oracle.Serve(request.Span, frames);
        return 0;
    }

    // An exception is a finding about the input that caused it: it is answered, and the next screen is a new one.
#pragma warning disable CA1031
    private void Serve(ReadOnlySpan<byte> request, Frames frames)
    {
        try
        {
            frames.Write(true, Answer((char)request[0], request[1..]));
        }
        catch (Exception error)
        {
            frames.Write(false, Encoding.UTF8.GetBytes(error.ToString()));
        }
    }
#pragma warning restore CA1031

    private ReadOnlySpan<byte> Answer(char operation, ReadOnlySpan<byte> data)
    {
        switch (operation)
        {
            case 'n':
                _screen = new Screen(UInt16(data), UInt16(data[2..]));
                return [];
            case 'f':
                _screen.Feed(data, _output);
                return [];
            case 'r':
                _screen.Resize(UInt16(data), UInt16(data[2..]));
                return [];
            case 'd':
                return Encoding.UTF8.GetBytes(ScreenDump.Of(_screen));
            case 's':
                _snapshot.ResetWrittenCount();
                _screen.WriteSnapshot(_snapshot, Int32(data));
                return _snapshot.WrittenSpan;
            case 't':
                return Encoding.UTF8.GetBytes(_screen.ReadText(Int32(data)));
            case 'v':
                return _output.Visible.Span;
            case 'a':
                return _output.Answers.Span;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "no such operation");
        }
    }

    private static int UInt16(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16LittleEndian(data);

    private static int Int32(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt32LittleEndian(data);
}
