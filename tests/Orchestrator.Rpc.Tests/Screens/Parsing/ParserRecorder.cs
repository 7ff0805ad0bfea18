using System.Buffers;
using System.Text;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

/// <summary>Reads text with the parser and keeps what it calls, as words such as <c>print ab</c> and <c>csi ?1;2 h</c>.</summary>
internal sealed class ParserRecorder
{
    private readonly VtParser<Actions> _parser;
    private readonly ArrayBufferWriter<byte> _visible = new();

    public ParserRecorder() => _parser = new VtParser<Actions>(new Actions(Calls));

    public List<string> Calls { get; } = [];

    public string Visible => Encoding.Latin1.GetString(_visible.WrittenSpan);

    public static List<string> Read(IEnumerable<byte[]> portions)
    {
        var recorder = new ParserRecorder();
        foreach (var portion in portions) recorder.Parse(portion);
        return recorder.Calls;
    }

    public void Parse(byte[] bytes) => _parser.Parse(bytes, _visible);

    private readonly struct Actions(List<string> calls) : IParserActions
    {
        public ReadOnlySpan<byte> Replacement => default;

        public void Print(ReadOnlySpan<byte> ascii) => AddText(Encoding.ASCII.GetString(ascii));

        public int PrintMixed(ReadOnlySpan<byte> text)
        {
            var taken = 0;
            for (int length; (length = Utf8Runs.DecodeOne(text[taken..], out var codePoint)) > 0; taken += length) Print(codePoint);
            return taken;
        }

        public void Print(int codePoint) => AddText(char.ConvertFromUtf32(codePoint));

        public Visibility Execute(int control) => Add($"execute {control:X2}");

        public Visibility Escape(int function) => Add($"esc {Name(function)}");

        public Visibility Control(int function, Params parameters) => Add($"csi {Numbers(parameters)} {Name(function)}");

        public Visibility String(StringSequence sequence, Params parameters, ReadOnlySpan<byte> payload)
        {
            var text = Portions.Readable(Encoding.UTF8.GetString(payload));
            return Add(sequence.Kind switch
            {
                StringKind.OperatingSystemCommand => $"osc {text}{(sequence.IsBellTerminated ? " bel" : "")}",
                StringKind.DeviceControl => $"dcs {Numbers(parameters)} {Name(sequence.Function)} {text}",
                _ => $"string {text}",
            });
        }

        private static string Numbers(Params parameters) =>
            string.Join(';', Enumerable.Range(0, parameters.Count)
                .Select(index => string.Join(':', new[] { parameters[index] }.Concat(parameters.Subparams(index).ToArray()))));

        private static string Name(int function) =>
            function > 0xFF ? Name(function >> 8) + (char)(byte)function : ((char)function).ToString();

        // Runs of text are cut by chance.
        private void AddText(string text)
        {
            if (calls.Count > 0 && calls[^1].StartsWith("print ", StringComparison.Ordinal)) calls[^1] += text;
            else calls.Add("print " + text);
        }

        private Visibility Add(string call)
        {
            calls.Add(call);
            return Visibility.Kept;
        }
    }
}
