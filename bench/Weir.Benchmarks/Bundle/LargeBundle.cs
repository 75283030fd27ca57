namespace Weir.Benchmarks.Bundle;

/// <summary>A checkpoint of any size in a folder of its own: float32 tensors <c>layer_0000/w</c> ... whose element k is (k % 251) / 8 + i.</summary>
internal sealed class LargeBundle : IDisposable
{
    public LargeBundle(int tensorCount, int elements)
    {
        (TensorCount, Elements) = (tensorCount, elements);
        using CheckpointWriter writer = CheckpointWriter.Create(Prefix);
        for (int i = 0; i < tensorCount; i++)
        {
            using Tensor tensor = Tensor.Create<float>(Shape.Of(elements), values =>
            {
                for (int k = 0; k < values.Length; k++) values[k] = ((k % 251) / 8f) + i;
            });
            writer.Add(NameOf(i), tensor);
        }

        writer.Finish();
    }

    /// <summary>Where it lies, with room for what is written beside it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("weir-bundle-").FullName;

    public string Prefix => Path.Combine(Folder, "model.ckpt");

    public string DataPath => Prefix + ".data-00000-of-00001";

    public int TensorCount { get; }

    /// <summary>The elements of each tensor.</summary>
    public int Elements { get; }

    public int TensorBytes => Elements * sizeof(float);

    public long TotalBytes => (long)TensorCount * TensorBytes;

    public static string NameOf(int tensor) => $"layer_{tensor:D4}/w";

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
