namespace Weir.Fuzz.Targets;

internal sealed class NpyTarget : FuzzTarget
{
    public override string Name => "npy";

    public override IEnumerable<byte[]> Seeds() => Corpus.Files("facts/npy", "*.npy", 1 << 14, 200).Select(File.ReadAllBytes);

    public override string Read(byte[] input)
    {
        using Tensor tensor = Npy.Read(new MemoryStream(input), MaxTensorBytes);
        using MemoryStream again = new();
        Npy.Write(again, tensor);
        if (tensor.DType == DType.String) return "ok string";
        again.Position = 0;
        using Tensor same = Npy.Read(again);
        if (!same.Bytes.SequenceEqual(tensor.Bytes)) throw new InvalidOperationException("What was written reads as something else.");
        return $"ok {tensor.DType} {tensor.Shape.Rank}";
    }
}
