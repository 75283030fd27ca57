namespace Weir.Benchmarks.Bundle;

/// <summary>A checkpoint of any size in a folder of its own: float32 tensors <c>layer_0000/w</c> ... whose element k is (k % 251) / 8 + i.</summary>
internal sealed class LargeBundle : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-bundle-").FullName;

    public LargeBundle(int tensorCount, int elements)
    {
        Tensors = [.. Enumerable.Range(0, tensorCount).Select(i => Tensor.Create<float>(Shape.Of(elements), values =>
        {
            for (int k = 0; k < values.Length; k++) values[k] = ((k % 251) / 8f) + i;
        }))];
        Write(Prefix);
    }

    public string Prefix => Path.Combine(folder, "model.ckpt");

    public string DataPath => Prefix + ".data-00000-of-00001";

    /// <summary>What is in it.</summary>
    public Tensor[] Tensors { get; }

    public long TotalBytes => Tensors.Sum(tensor => tensor.ByteCount);

    public void Write(string prefix)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(prefix);
        for (int i = 0; i < Tensors.Length; i++) writer.Add($"layer_{i:D4}/w", Tensors[i]);
        writer.Finish();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Tensors) tensor.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
