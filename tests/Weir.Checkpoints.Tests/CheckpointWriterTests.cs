using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Writing and merging checkpoints, and what is left when it fails.</summary>
public sealed class CheckpointWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-writer-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_tensors_and_slices()
    {
        string prefix = Path.Combine(folder, "new", "model");
        using (CheckpointWriter writer = CheckpointWriter.Create(prefix))
        {
            writer.Add("a", Tensor.From(1f, 2f));
            writer.AddSlice("rows", Shape.Of(3, 2), "0,2:-", Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }));
            writer.AddSlice("rows", Shape.Of(3, 2), "2,1:-", Tensor.From(new float[,] { { 5, 6 } }));
            writer.Add("text", Tensor.From("", "wörd"));
            writer.Finish();
        }

        using CheckpointReader reader = CheckpointReader.Open(prefix);
        Assert.Equal(["a", "rows", "text"], reader.Entries.Select(entry => entry.Name));
        using Tensor rows = reader.Read("rows");
        Assert.Equal([1f, 2, 3, 4, 5, 6], rows.ToArray<float>());
        using Tensor text = reader.Read("text");
        Assert.Equal(["", "wörd"], text.ToArray<string>());
    }

    [Fact]
    public void What_is_not_finished_leaves_the_old_checkpoint()
    {
        string prefix = Path.Combine(folder, "model");
        Write(prefix, "a", 1f);
        using (CheckpointWriter writer = CheckpointWriter.Create(prefix)) writer.Add("a", Tensor.From(2f));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.Equal([1f], Read(prefix, "a"));
    }

    [Fact]
    public void Refuses_what_can_not_be_read_again()
    {
        using CheckpointWriter writer = CheckpointWriter.Create(Path.Combine(folder, "model"));
        writer.Add("a", Tensor.From(1f));
        Assert.Contains("Adding duplicate key: a", Assert.Throws<TfException>(() => writer.Add("a", Tensor.From(1f))).Message, StringComparison.Ordinal);
        Assert.Throws<TfException>(() => writer.Add("", Tensor.From(1f)));
        Assert.Throws<TfException>(() => writer.AddSlice("a", Shape.Of(4), "0,1", Tensor.From(1f)));
        writer.AddSlice("b", Shape.Of(4), "0,1", Tensor.From(1f));
        Assert.Throws<TfException>(() => writer.AddSlice("b", Shape.Of(5), "1,1", Tensor.From(1f)));
        Assert.Throws<TfException>(() => writer.AddSlice("b", Shape.Of(4), "0,1", Tensor.From(1f)));
        Assert.Throws<TfException>(() => writer.AddSlice("b", Shape.Of(4), "3,2", Tensor.From(1f, 2f)));
    }

    [Fact]
    public void Merged_checkpoints_are_what_TensorFlow_makes_of_them()
    {
        // Three data files with an index each, as they were before TensorFlow merged them.
        string[] prefixes = new string[3];
        using (CheckpointReader sharded = CheckpointReader.Open(CorpusFolder.Checkpoint("sharded", "model.ckpt-7")))
        {
            (string[] Names, int Shard)[] parts = [(["a", "names"], 0), (["b"], 1)];
            foreach ((string[] names, int shard) in parts)
            {
                using CheckpointWriter writer = CheckpointWriter.Create(prefixes[shard] = Path.Combine(folder, "temp", $"part-{shard}"));
                foreach (string name in names)
                {
                    using Tensor tensor = sharded.Read(name);
                    writer.Add(name, tensor);
                }

                writer.Finish();
            }

            using CheckpointWriter last = CheckpointWriter.Create(prefixes[2] = Path.Combine(folder, "temp", "part-2"));
            foreach (string slice in new[] { "0,3:0,2", "3,2:0,2" })
            {
                using Tensor part = sharded.ReadSlice("c", "5 2 " + slice);
                last.AddSlice("c", Shape.Of(5, 2), slice, part);
            }

            using Tensor empty = sharded.Read("empty");
            last.Add("empty", empty);
            last.Finish();
        }

        string merged = Path.Combine(folder, "model.ckpt-7");
        CheckpointWriter.Merge(prefixes, merged);
        foreach (string suffix in new[] { ".index", ".data-00000-of-00003", ".data-00001-of-00003", ".data-00002-of-00003" })
        {
            Assert.Equal(File.ReadAllBytes(CorpusFolder.Checkpoint("sharded", "model.ckpt-7" + suffix)), File.ReadAllBytes(merged + suffix));
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "temp")));
    }

    [Fact]
    public void A_tensor_in_two_checkpoints_is_not_merged()
    {
        string first = Path.Combine(folder, "a");
        string second = Path.Combine(folder, "b");
        Write(first, "x", 1f);
        Write(second, "x", 2f);
        TfException error = Assert.Throws<TfException>(() => CheckpointWriter.Merge([first, second], Path.Combine(folder, "c")));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([1f], Read(first, "x"));
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => CheckpointWriter.Merge([first, Path.Combine(folder, "none")], Path.Combine(folder, "c"))).Code);
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_an_error_that_says_so()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        TfException error = Assert.Throws<TfException>(() => CheckpointWriter.Create(file + "/model"));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static void Write(string prefix, string name, params float[] values)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(prefix);
        writer.Add(name, Tensor.From<float>(values));
        writer.Finish();
    }

    private static float[] Read(string prefix, string name)
    {
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        using Tensor tensor = reader.Read(name);
        return tensor.ToArray<float>();
    }
}
