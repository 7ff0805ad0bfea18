using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>Owns a null-terminated array of C strings, as <c>argv</c> and <c>envp</c> are.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _strings;

    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        // One block: the pointers, then the text they point to.
        var textBytes = strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
        var pointerBytes = (strings.Count + 1) * sizeof(byte*);
        _strings = (byte**)NativeMemory.AllocZeroed((nuint)(pointerBytes + textBytes));
        var text = new Span<byte>((byte*)_strings + pointerBytes, textBytes);
        var index = 0;
        var offset = 0;
        foreach (var item in strings)
        {
            _strings[index++] = (byte*)_strings + pointerBytes + offset;
            offset += Encoding.UTF8.GetBytes(item, text[offset..]) + 1;
        }
    }

    public byte** Pointer => _strings;

    public void Dispose()
    {
        NativeMemory.Free(_strings);
        _strings = null;
    }
}
