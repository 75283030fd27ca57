namespace Weir.Checkpoints.Tests;

/// <summary>What killed writers leave behind is removed by the next one, and nothing else.</summary>
public sealed class LeftoversTests : IDisposable
{
    private static readonly string Hex = new('a', 32);

    private static readonly string[] Dead =
    [
        "model.data-00000-of-00001.tempstate1-weir", "model.index.tempstate18446744073709551615-weir", "model.tempstate2-weir", "model-00000-of-00002.tempstate3-weir",
        "model-12.data-00000-of-00001.tempstate4-weir", "model-12.index.tempstate5-weir", $"model.meta.tmp{Hex}", $"model-12.meta.tmp{Hex}", $"checkpoint.tmp{Hex}",
        "model-12_temp/part-00000-of-00002.data-00000-of-00001.tempstate6-weir",
    ];

    private static readonly string[] Others =
    [
        "model.data-00000-of-00001.tempstate1", "model2.index.tempstate5-weir", "other.index.tempstate5-weir", "model.index", "model.tempstate2-weir.txt", "checkpoint", "model.meta", $"notes.tmp{Hex}",
        "model-12_temp/part-00000-of-00002.index",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("weir-leftovers-").FullName;

    private string Prefix => Path.Combine(folder, "model");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Files_of_the_dead_are_removed_and_no_others()
    {
        foreach (string name in Dead.Concat(Others))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        Leftovers.Remove(WritableLocalFileSystem.Unrestricted, Prefix, "checkpoint");
        string[] left = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
        Assert.Equal(Others.Order(StringComparer.Ordinal), left);
    }

    [Fact]
    public void A_writer_that_lives_keeps_its_files_and_finishes()
    {
        using CheckpointWriter first = CheckpointWriter.Create(Prefix);
        first.Add("a", Tensor.From(1f));
        using (CheckpointWriter second = CheckpointWriter.Create(Prefix))
        {
            second.Add("a", Tensor.From(2f));
            second.Finish();
        }

        first.Finish();
        using CheckpointReader reader = CheckpointReader.Open(Prefix);
        using Tensor a = reader.Read("a");
        Assert.Equal([1f], a.ToArray<float>());
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_folder_that_is_not_there_has_none() => Leftovers.Remove(WritableLocalFileSystem.Unrestricted, Path.Combine(folder, "none", "model"));
}
