using System.Text;
using CsCheck;
using Weir.Tables;

namespace Weir.Checkpoints.Tests.Table;

public sealed class SortedTableTests
{
    private static readonly Gen<byte[]> Key = Gen.Byte[0, 3].Array[0, 12];

    [Fact]
    public void Whatever_was_written_is_found_and_scanned_in_order()
    {
        Gen.Select(Key.Array[0, 200], Gen.Int[1, 300], Gen.Int[1, 20], Gen.Bool, Key).Sample((keys, blockBytes, interval, snappy, absent) =>
        {
            byte[][] sorted = [.. keys.DistinctBy(Convert.ToHexString)];
            Array.Sort(sorted, (a, b) => a.AsSpan().SequenceCompareTo(b));
            TableFileBuilder builder = new(blockBytes, interval, snappy);
            foreach (byte[] key in sorted) builder.Add(key, [.. key.Reverse()]);
            SortedTable table = SortedTable.Open("t", builder.Finish());
            foreach (byte[] key in sorted)
            {
                Assert.True(table.TryGet(key, out ReadOnlySpan<byte> value));
                Assert.Equal(key.Reverse(), value.ToArray());
            }

            Assert.Equal(sorted.Any(key => key.AsSpan().SequenceEqual(absent)), table.TryGet(absent, out _));
            List<byte[]> scanned = [];
            for (TableScan scan = table.Scan(); scan.MoveNext();) scanned.Add(scan.Key.ToArray());
            Assert.Equal(sorted, scanned);
        }, iter: 500);
    }

    [Fact]
    public void A_hundred_thousand_keys_open_and_are_found_quickly()
    {
        TableFileBuilder builder = new(blockBytes: 262144);
        for (int i = 0; i < 100_000; i++) builder.Add(Name(i), [1]);
        byte[] file = builder.Finish();
        long start = Environment.TickCount64;
        SortedTable table = SortedTable.Open("t", file);
        for (int i = 0; i < 100_000; i++) Assert.True(table.TryGet(Name(i), out _));
        Assert.InRange(Environment.TickCount64 - start, 0, 60_000);

        static byte[] Name(int i) => Encoding.UTF8.GetBytes($"model/layer_{i:D6}/attention/kernel");
    }

    [Fact]
    public void A_snappy_block_that_claims_more_than_it_can_hold_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = [0xff, 0xff, 0xff, 0xff, 0x07, 0x00];
        TfException e = Assert.Throws<TfException>(() => BlockCompression.Decompress(new TableFile("t", []), 0, bomb, 1));
        Assert.Equal(StatusCode.DataLoss, e.Code);
    }

    [Fact]
    public void Keys_that_share_prefixes_without_end_cost_no_more_than_the_file_has()
    {
        TableFileBuilder builder = new(blockBytes: int.MaxValue, restartInterval: int.MaxValue);
        byte[] key = new byte[60_000];
        for (int i = 0; i < 20_000; i++)
        {
            key[^2] = (byte)(i >> 8);
            key[^1] = (byte)i;
            builder.Add((byte[])key.Clone(), []);
        }

        SortedTable table = SortedTable.Open("t", builder.Finish());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(table.TryGet(key, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
