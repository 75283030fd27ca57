using System.Text;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Fuzz.Targets;

internal sealed class PickleTarget : FuzzTarget
{
    public override string Name => "pickle";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string path in Corpus.Files("facts/npy", "*.pkl", 1 << 14, 200)) yield return File.ReadAllBytes(path);
        yield return Encoding.Latin1.GetBytes("(lp0\nI1\naI01\naF1.5\naVa\\u00e9\np1\nag1\na(dp2\nS'a'\nI3\nsa.");
        yield return Encoding.Latin1.GetBytes("\u0080\u0002]q\u0000(K\u0001K\u0002e\u0085.");
        yield return Encoding.Latin1.GetBytes("]2a.");
        yield return Encoding.Latin1.GetBytes("]q\u0000h\u0000a.");
    }

    public override string Read(byte[] input)
    {
        PythonValue value = Unpickler.Load(input, MaxTensorBytes);
        return "ok " + value.TypeName;
    }
}
