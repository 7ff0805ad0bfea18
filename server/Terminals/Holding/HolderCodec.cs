using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// The form of messages between host and holder: the length of what follows in four bytes, the kind in one, the members
/// in order, all little-endian.
/// </summary>
internal static class HolderCodec
{
    /// <summary>Versions spoken here.</summary>
    public const int LowestVersion = 1, HighestVersion = 1;

    /// <summary>Longest message; a program's whole environment fits.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of the length before each message.</summary>
    public const int PrefixBytes = 4;

    /// <summary>Bytes of an <see cref="Output"/> besides what was printed.</summary>
    public const int OutputHeaderBytes = PrefixBytes + 1 + sizeof(long) + sizeof(long);

    private static readonly byte OutputKind = (byte)Kinds.IndexOf(typeof(Output));

    /// <summary>Writes an <see cref="Output"/> where it is to go, in the form of <see cref="Write"/>.</summary>
    public static void WriteOutput(IBufferWriter<byte> target, long terminal, long offset, ReadOnlySpan<byte> bytes)
    {
        var span = target.GetSpan(OutputHeaderBytes + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span, OutputHeaderBytes + bytes.Length - PrefixBytes);
        span[PrefixBytes] = OutputKind;
        BinaryPrimitives.WriteInt64LittleEndian(span[(PrefixBytes + 1)..], terminal);
        BinaryPrimitives.WriteInt64LittleEndian(span[(PrefixBytes + 1 + sizeof(long))..], offset);
        bytes.CopyTo(span[OutputHeaderBytes..]);
        target.Advance(OutputHeaderBytes + bytes.Length);
    }

    /// <summary>The members of a message behind its kind.</summary>
    public static byte[] Write(HolderMessage message)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0);
        writer.Write((byte)Kinds.IndexOf(message.GetType()));
        WriteMembers(writer, message);
        writer.Seek(0, SeekOrigin.Begin);
        writer.Write((int)stream.Length - PrefixBytes);
        return stream.ToArray();
    }

    /// <summary>Reads what stands behind the length.</summary>
    /// <exception cref="InvalidDataException">It is no message of this protocol.</exception>
    public static HolderMessage Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length >= OutputHeaderBytes - PrefixBytes && bytes.Span[0] == OutputKind) return ReadOutput(bytes[1..]);
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
        try
        {
            return ReadMembers(reader, reader.ReadByte());
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            // It ends too soon, or has a length or a text that nothing can have.
            throw new InvalidDataException("What came is no message between host and holder.", exception);
        }
    }

    // Thousands come a second: what was printed is not copied again.
    private static Output ReadOutput(ReadOnlyMemory<byte> members) => new(
        BinaryPrimitives.ReadInt64LittleEndian(members.Span),
        BinaryPrimitives.ReadInt64LittleEndian(members.Span[sizeof(long)..]),
        members[(2 * sizeof(long))..]);

    private static void WriteMembers(BinaryWriter to, HolderMessage message)
    {
        switch (message)
        {
            case Hello hello: to.Write(hello.Lowest); to.Write(hello.Highest); to.Write(hello.Product); break;
            case Welcome welcome: to.Write(welcome.Version); to.Write(welcome.Product); to.Write(welcome.Pid); break;
            case Held held: to.Write(held.Terminal); to.WriteReport(held.Report); break;
            case AllTold: break;
            case Start start: to.Write(start.Request); to.WriteLabel(start.Label); to.WriteSpec(start.Spec); break;
            case Started started: to.Write(started.Request); to.Write(started.Terminal); to.WriteIdentity(started.Identity); break;
            case StartFailed failed: to.Write(failed.Request); to.Write(failed.Reason); break;
            case Input input: to.Write(input.Terminal); to.Write(input.Fed); to.WriteRest(input.Bytes); break;
            case InputTaken taken: to.Write(taken.Terminal); to.Write(taken.Count); break;
            case Submit submit: to.Write(submit.Terminal); to.Write(submit.Fed); to.Write(submit.Pause.Ticks); to.Write(submit.Key); to.WriteRest(submit.Text); break;
            case Resize resize: to.Write(resize.Terminal); to.Write(resize.Position); to.WriteSize(resize.Size); break;
            case Interrupt interrupt: to.Write(interrupt.Terminal); break;
            case Stop stop: to.Write(stop.Terminal); to.WriteGrace(stop.Grace); break;
            case Stopped stopped: to.Write(stopped.Terminal); break;
            case Forget forget: to.Write(forget.Terminal); break;
            case Output output: to.Write(output.Terminal); to.Write(output.Offset); to.WriteRest(output.Bytes); break;
            case Grew grew: to.Write(grew.Terminal); to.Write(grew.End); break;
            case Exited exited: to.Write(exited.Terminal); to.Write(exited.End); to.WriteExit(exited.Exit); break;
            case SpoolState state: to.WriteOptional(state.Failure); break;
            default: throw new InvalidOperationException($"{message.GetType().Name} is never sent.");
        }
    }

    private static HolderMessage ReadMembers(BinaryReader from, int kind) => kind >= Kinds.Length ? new Unknown() : Kinds[kind].Name switch
    {
        nameof(Hello) => new Hello(from.ReadInt32(), from.ReadInt32(), from.ReadString()),
        nameof(Welcome) => new Welcome(from.ReadInt32(), from.ReadString(), from.ReadInt32()),
        nameof(Held) => new Held(from.ReadInt64(), from.ReadReport()),
        nameof(AllTold) => new AllTold(),
        nameof(Start) => new Start(from.ReadInt64(), from.ReadLabel(), from.ReadSpec()),
        nameof(Started) => new Started(from.ReadInt64(), from.ReadInt64(), from.ReadIdentity()),
        nameof(StartFailed) => new StartFailed(from.ReadInt64(), from.ReadString()),
        nameof(Input) => new Input(from.ReadInt64(), from.ReadInt64(), from.ReadRest()),
        nameof(InputTaken) => new InputTaken(from.ReadInt64(), from.ReadInt64()),
        nameof(Submit) => new Submit(from.ReadInt64(), from.ReadInt64(), TimeSpan.FromTicks(from.ReadInt64()), from.ReadByte(), from.ReadRest()),
        nameof(Resize) => new Resize(from.ReadInt64(), from.ReadInt64(), from.ReadSize()),
        nameof(Interrupt) => new Interrupt(from.ReadInt64()),
        nameof(Stop) => new Stop(from.ReadInt64(), from.ReadGrace()),
        nameof(Stopped) => new Stopped(from.ReadInt64()),
        nameof(Forget) => new Forget(from.ReadInt64()),
        nameof(Output) => new Output(from.ReadInt64(), from.ReadInt64(), from.ReadRest()),
        nameof(Grew) => new Grew(from.ReadInt64(), from.ReadInt64()),
        nameof(Exited) => new Exited(from.ReadInt64(), from.ReadInt64(), from.ReadExit()),
        _ => new SpoolState(from.ReadOptional()),
    };
}
