using System.Collections.Immutable;

namespace Orchestrator.Terminals.Holding;

/// <summary>How the values inside a holder's messages are written and read, each pair side by side.</summary>
internal static class HolderValues
{
    extension(BinaryWriter to)
    {
        public void WriteLabel(TerminalLabel label)
        {
            to.Write(label.SessionId);
            to.Write(label.Epoch);
            to.Write(label.Note);
        }

        public void WriteIdentity(ProcessIdentity identity)
        {
            to.Write(identity.Pid);
            to.Write(identity.StartTime);
            to.Write(identity.BootId);
        }

        public void WriteSize(TerminalSize size)
        {
            to.Write(size.Columns);
            to.Write(size.Rows);
        }

        public void WriteGrace(StopGrace grace)
        {
            to.Write(grace.Interrupt.Ticks);
            to.Write(grace.Terminate.Ticks);
            to.Write(grace.Remains.Ticks);
        }

        public void WriteExit(TerminalExit exit)
        {
            to.Write(exit.Code.HasValue);
            to.Write(exit.Code ?? 0);
            to.WriteOptional(exit.Signal);
        }

        public void WriteSpec(LaunchSpec spec)
        {
            to.Write(spec.File);
            to.Write(spec.Arguments.Length);
            foreach (var argument in spec.Arguments) to.Write(argument);
            to.Write(spec.WorkingDirectory);
            to.Write(spec.Environment.Count);
            foreach (var (name, value) in spec.Environment)
            {
                to.Write(name);
                to.Write(value);
            }

            to.WriteSize(spec.Size);
        }

        public void WriteReport(HeldReport report)
        {
            to.WriteLabel(report.Label);
            to.WriteIdentity(report.Identity);
            to.Write(report.End);
            to.Write(report.Fed);
            to.Write(report.Sizes.Length);
            foreach (var (position, size) in report.Sizes)
            {
                to.Write(position);
                to.WriteSize(size);
            }

            to.Write(report.Exit is not null);
            if (report.Exit is not null) to.WriteExit(report.Exit);
            to.Write(report.HostAway.Ticks);
        }

        public void WriteOptional(string? text)
        {
            to.Write(text is not null);
            to.Write(text ?? "");
        }

        /// <summary>Bytes that are the last member.</summary>
        public void WriteRest(ReadOnlyMemory<byte> bytes) => to.Write(bytes.Span);
    }

    extension(BinaryReader from)
    {
        public TerminalLabel ReadLabel() => new(from.ReadString(), from.ReadString(), from.ReadString());

        public ProcessIdentity ReadIdentity() => new(from.ReadInt32(), from.ReadInt64(), from.ReadString());

        public TerminalSize ReadSize() => new(from.ReadInt32(), from.ReadInt32());

        public StopGrace ReadGrace() => new(TimeSpan.FromTicks(from.ReadInt64()), TimeSpan.FromTicks(from.ReadInt64()), TimeSpan.FromTicks(from.ReadInt64()));

        public TerminalExit ReadExit()
        {
            var hasCode = from.ReadBoolean();
            var code = from.ReadInt32();
            return new TerminalExit(hasCode ? code : null, from.ReadOptional());
        }

        public LaunchSpec ReadSpec()
        {
            var file = from.ReadString();
            var arguments = from.ReadList(() => from.ReadString());
            var folder = from.ReadString();
            var environment = from.ReadList(() => KeyValuePair.Create(from.ReadString(), from.ReadString()));
            return new LaunchSpec(file, arguments, folder, environment.ToImmutableDictionary(), from.ReadSize());
        }

        public HeldReport ReadReport() => new(
            from.ReadLabel(),
            from.ReadIdentity(),
            from.ReadInt64(),
            from.ReadInt64(),
            from.ReadList(() => (from.ReadInt64(), from.ReadSize())),
            from.ReadBoolean() ? from.ReadExit() : null,
            TimeSpan.FromTicks(from.ReadInt64()));

        public string? ReadOptional()
        {
            var isThere = from.ReadBoolean();
            var text = from.ReadString();
            return isThere ? text : null;
        }

        /// <summary>Bytes that are the last member.</summary>
        public byte[] ReadRest() => from.ReadBytes((int)(from.BaseStream.Length - from.BaseStream.Position));

        private ImmutableArray<T> ReadList<T>(Func<T> read)
        {
            var count = from.ReadInt32();
            // Every item has a byte at least; memory is taken for what came, not for what was announced.
            if (count < 0 || count > from.BaseStream.Length - from.BaseStream.Position) throw new InvalidDataException("A list between host and holder has an impossible length.");
            var items = ImmutableArray.CreateBuilder<T>();
            for (var index = 0; index < count; index++) items.Add(read());
            return items.DrainToImmutable();
        }
    }
}
