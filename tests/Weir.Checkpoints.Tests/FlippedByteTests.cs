using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Every bit of small files flipped, and every length they may be cut off at: an error that says so, or what was there, and nothing else.</summary>
public sealed class FlippedByteTests
{
    public static TheoryData<string, string> Files() => new()
    {
        { "seed/model.ckpt.index", "m.index" },
        { "seed/model.ckpt.data-00000-of-00001", "m.data-00000-of-00001" },
        { "v1_slices/model.ckpt", "m" },
        { "v1_sharded/model.ckpt-3-00000-of-00002", "m" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Gives_an_error_or_the_same_values(string damaged, string name)
    {
        MemoryFiles files = Load(damaged, name);
        byte[] good = files[name];
        Dictionary<string, byte[]> values = Read(files);
        Assert.NotEmpty(values);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            files[name] = bad;
            AssertHarmless(files, values, $"bit {bit % 8} of byte {bit / 8}");
        }

        for (int length = 0; length < good.Length; length++)
        {
            files[name] = good[..length];
            AssertFails(files, $"cut off at {length}");
        }
    }

    private static void AssertHarmless(MemoryFiles files, Dictionary<string, byte[]> values, string what)
    {
        Dictionary<string, byte[]> found;
        try
        {
            found = Read(files);
        }
        catch (TfException)
        {
            return;
        }

        Assert.True(found.Count == values.Count, $"{what}: {found.Count} tensors");
        foreach ((string name, byte[] bytes) in found) Assert.True(values.TryGetValue(name, out byte[]? expected) && expected.AsSpan().SequenceEqual(bytes), $"{what}: {name} differs");
    }

    private static void AssertFails(MemoryFiles files, string what)
    {
        try
        {
            Read(files);
        }
        catch (TfException)
        {
            return;
        }

        Assert.Fail($"{what}: no error");
    }

    private static Dictionary<string, byte[]> Read(MemoryFiles files)
    {
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        Dictionary<string, byte[]> values = [];
        foreach (CheckpointEntry entry in reader.Entries)
        {
            using Tensor tensor = reader.Read(entry.Name);
            values.Add($"{entry.Name} {entry.DType} {entry.Shape}", TensorBytes.Of(tensor));
        }

        return values;
    }

    private static MemoryFiles Load(string damaged, string name)
    {
        MemoryFiles files = new() { [name] = File.ReadAllBytes(CorpusFolder.Checkpoint(damaged)) };
        if (name == "m") return files;
        foreach (string suffix in new[] { ".index", ".data-00000-of-00001" }) files["m" + suffix] = File.ReadAllBytes(CorpusFolder.Checkpoint("seed", "model.ckpt" + suffix));
        return files;
    }
}
