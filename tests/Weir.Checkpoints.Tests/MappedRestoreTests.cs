namespace Weir.Checkpoints.Tests;

/// <summary>Tensors that are views of the files: who holds them, what is verified, what is read all the same.</summary>
public sealed class MappedRestoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-mapped-").FullName;

    private string Prefix => Path.Combine(folder, "model");

    private string DataPath => Prefix + ".data-00000-of-00001";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_view_outlives_its_reader_and_its_file()
    {
        Write(1, 2, 3);
        Tensor view;
        using (CheckpointReader reader = CheckpointReader.Open(Prefix, RestoreMode.Map)) view = reader.Read("a");
        using (view)
        {
            Write(4, 5, 6); // takes the file's place
            Assert.Equal([1f, 2, 3], view.ToArray<float>());
            foreach (string file in Directory.GetFiles(folder)) File.Delete(file);
            Assert.Equal([1f, 2, 3], view.ToArray<float>());
        }
    }

    [Fact]
    public void Checksums_are_verified_on_request()
    {
        Write(1, 2, 3);
        using (FileStream file = File.OpenWrite(DataPath))
        {
            file.Position = 5;
            file.WriteByte(0xff);
        }

        using CheckpointReader unverified = CheckpointReader.Open(Prefix, RestoreMode.Map);
        using Tensor a = unverified.Read("a");
        Assert.NotEqual(2f, a.AsSpan<float>()[1]);
        using CheckpointReader verified = CheckpointReader.Open(Prefix, RestoreMode.MapVerified);
        Assert.Equal(StatusCode.DataLoss, Assert.Throws<TfException>(() => verified.Read("a")).Code);
    }

    [Fact]
    public void Elements_at_odd_offsets_are_read()
    {
        using (CheckpointWriter writer = CheckpointWriter.Create(Prefix))
        {
            writer.Add("a", Tensor.From((byte)1));
            writer.Add("b", Tensor.From(2f, 3f));
            writer.Finish();
        }

        using CheckpointReader reader = CheckpointReader.Open(Prefix, RestoreMode.Map);
        using Tensor bytes = reader.Read("a"), floats = reader.Read("b");
        File.WriteAllBytes(DataPath, new byte[9]); // into the same file, as nobody should
        Assert.Equal([0], bytes.ToArray<byte>());
        Assert.Equal([2f, 3f], floats.ToArray<float>());
    }

    [Fact]
    public void Files_that_know_no_mapping_are_read()
    {
        MemoryFiles files = new BundleBuilder().AddFloats("a", 1, 2).Finish();
        using CheckpointReader reader = CheckpointReader.Open(files, "m", mode: RestoreMode.Map);
        using Tensor a = reader.Read("a");
        Assert.Equal([1f, 2f], a.ToArray<float>());
    }

    [Fact]
    public void A_cut_off_file_is_an_error_before_it_is_touched()
    {
        Write(1, 2, 3);
        using (FileStream file = File.OpenWrite(DataPath)) file.SetLength(8);
        RefusesToRead();
        using (FileStream file = File.OpenWrite(DataPath)) file.SetLength(0);
        RefusesToRead();
    }

    private void RefusesToRead()
    {
        using CheckpointReader reader = CheckpointReader.Open(Prefix, RestoreMode.Map);
        Assert.Equal(StatusCode.OutOfRange, Assert.Throws<TfException>(() => reader.Read("a")).Code);
    }

    private void Write(params float[] values)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(Prefix);
        writer.Add("a", Tensor.From<float>(values));
        writer.Finish();
    }
}
