using System.Text.Json;
using Weir.Bundles;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Checkpoints of TensorFlow's first format.</summary>
public sealed class FirstFormatTests
{
    [Theory]
    [InlineData("v1_single")]
    [InlineData("v1_many")]
    [InlineData("v1_slices")]
    [InlineData("v1_sharded")]
    public void Reads_what_TensorFlow_wrote(string folder)
    {
        using JsonDocument expected = CorpusFolder.Json(CorpusFolder.Checkpoint(folder, "expect.json"));
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint(folder, expected.RootElement.GetProperty("prefix").GetString()!));
        int compared = 0;
        foreach (JsonProperty recorded in expected.RootElement.GetProperty("tensors").EnumerateObject())
        {
            // TensorFlow's own reader does not put slices together; its restore op does, as this does.
            using Tensor tensor = reader.Read(recorded.Name);
            if (recorded.Value.TryGetProperty("not_read", out _)) continue;
            RecordedTensor.AssertEqual(recorded.Value, tensor, recorded.Name);
            compared++;
        }

        Assert.True(compared > 0);
        Assert.Equal(reader.Entries.Count, expected.RootElement.GetProperty("tensors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("v1_single")]
    [InlineData("v1_many")]
    [InlineData("v1_slices")]
    public void Is_written_as_TensorFlow_wrote_it(string folder)
    {
        string source = CorpusFolder.Checkpoint(folder, "model.ckpt");
        string copy = Path.GetTempFileName();
        try
        {
            SliceTable table = SliceTable.Open(LocalFileSystem.Unrestricted, source, ModelLimits.Default);
            using CheckpointReader reader = CheckpointReader.Open(source);
            SliceTableWriter writer = new(WritableLocalFileSystem.Unrestricted, copy);
            foreach (Protos.SavedSliceMeta tensor in table.Meta.Tensor)
            {
                Shape shape = reader.GetShape(tensor.Name);
                foreach (Protos.TensorSliceProto proto in tensor.Slice)
                {
                    TensorSlice slice = TensorSlice.FromProto(proto);
                    using Tensor part = slice.IsFull ? reader.Read(tensor.Name) : reader.ReadSlice(tensor.Name, $"{string.Join(' ', shape.Dimensions.ToArray())} {slice}");
                    writer.Add(System.Text.Encoding.UTF8.GetBytes(tensor.Name), shape, slice, part);
                }
            }

            writer.Finish();
            Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public void Slices_are_put_together_and_taken_apart()
    {
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("v1_slices", "model.ckpt"));
        using Tensor whole = reader.Read("rows");
        using Tensor middle = reader.ReadSlice("rows", "6 2 1,4:-");
        Assert.Equal(whole.ToArray<float>()[2..10], middle.ToArray<float>());
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => reader.Read("none")).Code);
    }

    [Theory]
    [InlineData("seed/checkpoint")]
    [InlineData("seed/model.ckpt.meta")]
    [InlineData("seed/model.ckpt.data-00000-of-00001")]
    public void What_is_no_table_says_so(string file)
    {
        TfException error = Assert.Throws<TfException>(() => CheckpointReader.Open(CorpusFolder.Checkpoint(file)));
        Assert.Equal(StatusCode.DataLoss, error.Code);
        Assert.StartsWith("Unable to open table file ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flipped_byte_is_an_error_or_gives_what_was_there()
    {
        byte[] good = File.ReadAllBytes(CorpusFolder.Checkpoint("v1_slices", "model.ckpt"));
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[i] ^= 0x40;
            try
            {
                using CheckpointReader reader = CheckpointReader.Open(new MemoryFiles { ["m"] = bad }, "m");
                foreach (CheckpointEntry entry in reader.Entries) reader.Read(entry.Name).Dispose();
            }
            catch (TfException)
            {
                // An error that says what is wrong; anything else fails the test.
            }
        }

        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<TfException>(() => CheckpointReader.Open(new MemoryFiles { ["m"] = good[..length] }, "m"));
        }
    }
}
