using System.Text;

namespace Weir.Checkpoints.Tests;

/// <summary>What one restore reads with several threads.</summary>
public sealed class BatchReadTests
{
    private const int Count = 24;
    private const int Elements = 1 << 16;

    [Fact]
    public void Gives_each_name_its_tensor()
    {
        using CheckpointReader reader = CheckpointReader.Open(Build(damaged: []), "m");
        Tensor[] tensors = Read(reader);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(i, tensors[i].AsSpan<float>()[0]);
            tensors[i].Dispose();
        }
    }

    [Fact]
    public void Of_several_damaged_tensors_the_first_in_the_file_is_told()
    {
        for (int round = 0; round < 20; round++)
        {
            using CheckpointReader reader = CheckpointReader.Open(Build(damaged: [5, 6, 7, 20]), "m");
            TfException error = Assert.Throws<TfException>(() => Read(reader));
            Assert.Equal(StatusCode.DataLoss, error.Code);
            Assert.Contains("key t05", error.Message, StringComparison.Ordinal);
        }
    }

    private static Tensor[] Read(CheckpointReader reader)
    {
        byte[][] names = [.. Enumerable.Range(0, Count).Select(i => Encoding.UTF8.GetBytes(Name(i)))];
        return reader.ReadAll(names, [.. names.Select(_ => Array.Empty<byte>())], [.. names.Select(_ => DType.Float32)]);
    }

    private static MemoryFiles Build(int[] damaged)
    {
        BundleBuilder bundle = new();
        for (int i = 0; i < Count; i++)
        {
            float[] values = new float[Elements];
            values[0] = i;
            bundle.AddFloats(Name(i), values);
        }

        MemoryFiles files = bundle.Finish();
        foreach (int i in damaged) files["m.data-00000-of-00001"][(i * Elements * sizeof(float)) + 9] ^= 1;
        return files;
    }

    private static string Name(int i) => $"t{i:D2}";
}
