using CsCheck;
using Weir.Bundles;
using Weir.Checkpoints.Tests.Corpus;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Checkpoints.Tests;

/// <summary>Bundles that are made to hurt: bounded time and memory, and nothing but a TfException.</summary>
/// <remarks>They look at the memory of the process: no other test runs beside them.</remarks>
[Collection(nameof(ForgedBundleTests))]
[CollectionDefinition(nameof(ForgedBundleTests), DisableParallelization = true)]
public sealed class ForgedBundleTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.String)]
    [InlineData(DType.UInt8)]
    public void A_shape_of_2_to_the_40_elements_allocates_nothing(DType dtype)
    {
        AssertRefused(new BundleBuilder().Add("x", dtype, [1L << 40], [1, 2, 3, 4]).Finish());
        AssertRefused(new BundleBuilder().Add("x", dtype, [1L << 40], [1, 2, 3, 4], e => e.Size = 1L << 42).Finish());
        AssertRefused(new BundleBuilder().Add("x", dtype, [1L << 30], [1, 2, 3, 4], e => e.Size = 1L << 32).Finish());
        AssertRefused(new BundleBuilder().Add("x", dtype, [1L << 30], [1, 2, 3, 4], e => e.Size = 1L << 30).Finish());
    }

    [Fact]
    public void A_partitioned_shape_of_2_to_the_40_elements_allocates_nothing()
    {
        TensorSliceProto slice = new();
        slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = 0, Length = 1L << 30 });
        byte[] key = OrderedCode.SliceKey("x"u8, TensorSlice.FromProto(slice));
        MemoryFiles files = new BundleBuilder()
            .Add(key, DType.UInt8, [1L << 30], [1], e => e.Size = 1L << 30)
            .Add("x", DType.UInt8, [1L << 30], [], e => e.Slices.Add(slice)).Finish();
        AssertRefused(files);
    }

    [Fact]
    public void Slices_that_share_bytes_are_refused()
    {
        BundleBuilder builder = new();
        List<TensorSliceProto> slices = [];
        for (int i = 0; i < 2; i++)
        {
            TensorSliceProto slice = new();
            slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = i * 4, Length = 4 });
            slices.Add(slice);
            builder.Add(OrderedCode.SliceKey("x"u8, TensorSlice.FromProto(slice)), DType.UInt8, [4], [1, 2, 3, 4], e => e.Offset = 0);
        }

        AssertRefused(builder.Add("x", DType.UInt8, [8], [], e => e.Slices.Add(slices)).Finish());
    }

    [Fact]
    public void A_hundred_thousand_slices_beside_each_other_end_in_an_error_soon()
    {
        MemoryFiles files = new BundleBuilder().Add("x", DType.UInt8, [2, 1000, 1000], [], e =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                TensorSliceProto slice = new();
                slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = 0, Length = 2 });
                slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = i % 300, Length = 700 });
                slice.Extent.Add(new TensorSliceProto.Types.Extent { Start = i % 300, Length = 0 });
                e.Slices.Add(slice);
            }
        }).Finish();
        long start = Environment.TickCount64;
        AssertRefused(files);
        Assert.InRange(Environment.TickCount64 - start, 0, 60_000);
    }

    [Fact]
    public void Every_byte_of_an_index_changed_in_every_way_gives_a_TfException_or_a_reading()
    {
        byte[] index = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.index"));
        (int Offset, int Size)[] blocks = BlocksOf(index);
        MemoryFiles files = Undamaged();
        for (int i = 0; i < index.Length; i++)
        {
            for (int mask = 1; mask < 256; mask++)
            {
                byte[] changed = (byte[])index.Clone();
                changed[i] ^= (byte)mask;
                files["m.index"] = changed;
                ReadEverything(files);
                RepairChecksums(changed, blocks);
                ReadEverything(files);
            }
        }
    }

    [Fact]
    public void Any_changes_give_a_TfException_or_a_reading()
    {
        byte[] index = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.index"));
        byte[] data = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.data-00000-of-00001"));
        (int Offset, int Size)[] blocks = BlocksOf(index);
        Gen<(int Where, byte What)[]> changes = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 6];
        Gen.Select(changes, changes, Gen.Int[0, 8], Gen.Int[0, 8]).Sample((inIndex, inData, cutIndex, cutData) =>
        {
            byte[] changedIndex = (byte[])index.Clone();
            byte[] changedData = (byte[])data.Clone();
            foreach ((int where, byte what) in inIndex) changedIndex[where % index.Length] = what;
            foreach ((int where, byte what) in inData) changedData[where % data.Length] = what;
            RepairChecksums(changedIndex, blocks);
            MemoryFiles files = new() { ["m.index"] = changedIndex, ["m.data-00000-of-00001"] = changedData[..(data.Length - cutData)] };
            ReadEverything(files);
            files["m.index"] = changedIndex[..(index.Length - cutIndex)];
            ReadEverything(files);
        }, iter: 20_000);
    }

    [Fact]
    public void Every_length_of_an_index_and_of_its_data_gives_a_TfException_or_a_reading()
    {
        byte[] index = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.index"));
        byte[] data = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.data-00000-of-00001"));
        for (int length = 0; length < index.Length; length++)
        {
            Assert.Throws<TfException>(() => CheckpointReader.Open(new MemoryFiles { ["m.index"] = index[..length] }, "m"));
        }

        for (int length = 0; length < data.Length; length++)
        {
            MemoryFiles files = new() { ["m.index"] = index, ["m.data-00000-of-00001"] = data[..length] };
            using CheckpointReader reader = CheckpointReader.Open(files, "m");
            TfException e = Assert.Throws<TfException>(() => reader.Read("w"));
            Assert.Equal(StatusCode.OutOfRange, e.Code);
        }
    }

    [Theory]
    [InlineData(ulong.MaxValue, 1ul)]
    [InlineData(0ul, ulong.MaxValue)]
    [InlineData(0ul, 1ul << 40)]
    [InlineData(1ul << 62, 1ul << 31)]
    [InlineData(0ul, (1ul << 31) - 1)]
    [InlineData((1ul << 63) - 1, (1ul << 32) - 1)]
    public void A_block_handle_beyond_the_file_is_refused(ulong offset, ulong size)
    {
        Assert.Throws<TfException>(() => new TableFile("t", new byte[100]).ReadBlock(new BlockHandle(offset, size)));
    }

    private static void AssertRefused(MemoryFiles files)
    {
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        long before = GC.GetAllocatedBytesForCurrentThread();
        long native = Environment.WorkingSet;
        Assert.Throws<TfException>(() => reader.Read("x"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);
        Assert.InRange(Environment.WorkingSet - native, long.MinValue, 512 << 20);
    }

    private static void ReadEverything(MemoryFiles files)
    {
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(files, "m");
            foreach (CheckpointEntry entry in reader.Entries) TryRead(reader, entry.Name);
            foreach (string name in (string[])["a", "p", "s", "w"]) TryRead(reader, name);
        }
        catch (TfException)
        {
        }
    }

    private static void TryRead(CheckpointReader reader, string name)
    {
        try
        {
            reader.Read(name).Dispose();
        }
        catch (TfException)
        {
        }
    }

    private static MemoryFiles Undamaged() => new()
    {
        ["m.index"] = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.index")),
        ["m.data-00000-of-00001"] = File.ReadAllBytes(CorpusFolder.Checkpoint("damaged", "base.data-00000-of-00001")),
    };

    private static (int Offset, int Size)[] BlocksOf(byte[] index)
    {
        TableFile file = new("t", index);
        BlockHandle indexBlock = file.ReadFooter();
        List<(int Offset, int Size)> blocks = [((int)indexBlock.Offset, (int)indexBlock.Size)];
        for (BlockCursor cursor = file.ReadBlock(indexBlock).First(); cursor.MoveNext();)
        {
            int position = 0;
            Assert.True(BlockHandle.TryRead(cursor.Value, ref position, out BlockHandle handle));
            blocks.Add(((int)handle.Offset, (int)handle.Size));
        }

        return [.. blocks];
    }

    private static void RepairChecksums(byte[] index, (int Offset, int Size)[] blocks)
    {
        foreach ((int offset, int size) in blocks)
        {
            uint masked = Crc32C.Mask(Crc32C.Compute(index.AsSpan(offset, size + 1)));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(offset + size + 1), masked);
        }
    }
}
