using System.Buffers.Binary;
using System.Text;
using Weir.Checkpoints.Tests.Corpus;
using Weir.Protos;

namespace Weir.Checkpoints.Tests;

public sealed class CheckpointReaderTests
{
    private static readonly string Good = CorpusFolder.Checkpoint("restore_errors", "good");

    [Fact]
    public void A_missing_key_is_told_in_TensorFlows_words_with_names_near_it()
    {
        MemoryFiles files = new BundleBuilder().AddFloats("dense/kernel", 1).AddFloats("dense/bias", 2).AddFloats("conv/kernel", 3).Finish();
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        TfException e = Assert.Throws<TfException>(() => reader.Read("dense/kernal"));
        Assert.Equal(StatusCode.NotFound, e.Code);
        Assert.Equal("Key dense/kernal not found in checkpoint m; near it: dense/kernel", e.Message);
        Assert.Equal("Key other/bias not found in checkpoint m; near it: dense/bias", Assert.Throws<TfException>(() => reader.GetShape("other/bias")).Message);
        Assert.Equal("Key nothing_like_it not found in checkpoint m", Assert.Throws<TfException>(() => reader.GetDType("nothing_like_it")).Message);
        Assert.False(reader.Contains("dense/kernal"));
        Assert.False(reader.Contains(""));
    }

    [Fact]
    public void A_missing_index_is_NOT_FOUND_with_its_path()
    {
        TfException e = Assert.Throws<TfException>(() => CheckpointReader.Open(Good + "/no"));
        Assert.Equal(StatusCode.NotFound, e.Code);
        Assert.Equal($"Unsuccessful TensorSliceReader constructor: Failed to find any matching files for {Good}/no", e.Message);
    }

    [Fact]
    public void A_batch_tells_all_dtypes_that_differ_in_the_order_of_names()
    {
        using CheckpointReader reader = CheckpointReader.Open(Good);
        TfException e = Assert.Throws<TfException>(() => ReadAll(reader, ["v2", "v1"], [DType.Float32, DType.Int32]));
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.Equal("tensor_name = v1; expected dtype int32 does not equal original dtype float\n"
            + "tensor_name = v2; expected dtype float does not equal original dtype int32", e.Message);
    }

    [Fact]
    public void A_missing_key_is_told_before_a_dtype_that_differs_and_first_in_the_order_of_names()
    {
        using CheckpointReader reader = CheckpointReader.Open(Good);
        TfException e = Assert.Throws<TfException>(() => ReadAll(reader, ["v1", "zabsent", "absent"], [DType.Int32, DType.Int32, DType.Int32]));
        Assert.Equal(StatusCode.NotFound, e.Code);
        Assert.StartsWith("Key absent not found in checkpoint", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_comes_in_the_order_of_its_names()
    {
        using CheckpointReader reader = CheckpointReader.Open(Good);
        Tensor[] tensors = ReadAll(reader, ["v2", "v1", "v2"], [DType.Int32, DType.Float32, DType.Int32]);
        Assert.Equal([4, 5], tensors[0].ToArray<int>());
        Assert.Equal([1f, 2f, 3f], tensors[1].ToArray<float>());
        Assert.Equal([4, 5], tensors[2].ToArray<int>());
        foreach (Tensor tensor in tensors) tensor.Dispose();
    }

    [Fact]
    public void A_whole_tensor_is_read_in_parts()
    {
        using CheckpointReader reader = CheckpointReader.Open(Good);
        using Tensor part = reader.ReadSlice("v1", "3 1,2");
        Assert.Equal([2f, 3f], part.ToArray<float>());
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => reader.ReadSlice("v1", "4 1,2")).Code);
    }

    [Fact]
    public void Big_endian_numbers_and_strings_are_turned_round()
    {
        byte[] shorts = [1, 2, 3, 4];
        byte[] complex = new byte[16];
        BinaryPrimitives.WriteDoubleBigEndian(complex, 1.5);
        BinaryPrimitives.WriteDoubleBigEndian(complex.AsSpan(8), -2.5);
        (byte[] strings, uint crc) = BundleBuilder.Strings(bigEndian: true, "hello"u8.ToArray(), [], new byte[300]);
        BundleBuilder builder = new BundleBuilder()
            .Add("shorts", DType.UInt16, [2], shorts).Add("complex", DType.Complex128, [], complex).Add("bytes", DType.UInt8, [4], shorts)
            .Add("strings", DType.String, [3], strings, e => e.Crc32C = crc);
        builder.Header.Endianness = BundleHeaderProto.Types.Endianness.Big;
        using CheckpointReader reader = CheckpointReader.Open(builder.Finish(), "m");
        Assert.Equal([(ushort)0x0102, (ushort)0x0304], reader.Read("shorts").ToArray<ushort>());
        Assert.Equal([new System.Numerics.Complex(1.5, -2.5)], reader.Read("complex").ToArray<System.Numerics.Complex>());
        Assert.Equal(shorts, reader.Read("bytes").ToArray<byte>());
        Assert.Equal(["hello"u8.ToArray(), [], new byte[300]], reader.Read("strings").ToArray<byte[]>());
    }

    [Fact]
    public void Strings_of_a_partitioned_tensor_are_put_together()
    {
        BundleBuilder builder = new();
        List<TensorSliceProto> slices = [];
        for (int i = 0; i < 2; i++)
        {
            TensorSliceProto slice = new();
            slice.Extent.Add(new TensorSliceProto.Types.Extent());
            slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = i, Length = 1 });
            slices.Add(slice);
            (byte[] bytes, uint crc) = BundleBuilder.Strings(false, [(byte)('a' + i)], [(byte)('A' + i)]);
            builder.Add(Bundles.OrderedCode.SliceKey("x"u8, Bundles.TensorSlice.FromProto(slice)), DType.String, [2, 1], bytes, e => e.Crc32C = crc);
        }

        using CheckpointReader reader = CheckpointReader.Open(builder.Add("x", DType.String, [2, 2], [], e => e.Slices.Add(slices)).Finish(), "m");
        Assert.Equal(["a", "b", "A", "B"], reader.Read("x").ToArray<string>());
        Assert.Equal(["b", "B"], reader.ReadSlice("x", "2 2 -:1,1").ToArray<string>());
    }

    [Fact]
    public void A_large_tensor_is_read_over_many_chunks()
    {
        float[] values = [.. Enumerable.Range(0, 1_000_003).Select(i => i * 0.5f)];
        using CheckpointReader reader = CheckpointReader.Open(new BundleBuilder().AddFloats("first", 1, 2, 3).AddFloats("x", values).Finish(), "m");
        using Tensor tensor = reader.Read("x");
        Assert.Equal(values, tensor.ToArray<float>());
    }

    [Fact]
    public void Damage_in_the_last_byte_of_a_large_tensor_is_seen()
    {
        MemoryFiles files = new BundleBuilder().AddFloats("x", new float[300_000]).Finish();
        files["m.data-00000-of-00001"][^1] ^= 1;
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        TfException e = Assert.Throws<TfException>(() => reader.Read("x"));
        Assert.Equal(StatusCode.DataLoss, e.Code);
        Assert.Contains("TensorBundle at m shard 0 (1200000 bytes): Checksum does not match: stored", e.Message, StringComparison.Ordinal);
        Assert.Contains("m.data-00000-of-00001, offset 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_read_at_once()
    {
        using CheckpointReader reader = CheckpointReader.Open(CorpusFolder.Checkpoint("partitioned", "model.ckpt"));
        Dictionary<string, byte[]> expected = reader.Entries.ToDictionary(entry => entry.Name, entry => TensorBytes.Of(reader.Read(entry.Name)));
        using CheckpointReader shared = CheckpointReader.Open(CorpusFolder.Checkpoint("partitioned", "model.ckpt"));
        Parallel.For(0, 400, i =>
        {
            string name = expected.Keys.ElementAt(i % expected.Count);
            using Tensor tensor = shared.Read(name);
            Assert.Equal(expected[name], TensorBytes.Of(tensor));
        });
    }

    [Fact]
    public void After_Dispose_tensors_stay_and_reading_ends()
    {
        CheckpointReader reader = CheckpointReader.Open(Good);
        using Tensor tensor = reader.Read("v1");
        reader.Dispose();
        reader.Dispose();
        Assert.Equal([1f, 2f, 3f], tensor.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => reader.Read("v1"));
    }

    [Fact]
    public void A_tensor_above_the_limit_is_RESOURCE_EXHAUSTED()
    {
        MemoryFiles files = new BundleBuilder().AddFloats("x", new float[300]).Finish();
        using CheckpointReader reader = CheckpointReader.Open(files, "m", new ModelLimits { MaxTensorBytes = 1199 });
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => reader.Read("x")).Code);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => CheckpointReader.Open(files, "m", new ModelLimits { MaxModelFileBytes = 10 })).Code);
    }

    private static Tensor[] ReadAll(CheckpointReader reader, string[] names, DType[] dtypes) =>
        reader.ReadAll([.. names.Select(Encoding.UTF8.GetBytes)], [.. names.Select(_ => Array.Empty<byte>())], dtypes);
}
