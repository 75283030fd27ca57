using CsCheck;
using Weir.Bundles;

namespace Weir.Checkpoints.Tests.Bundle;

public sealed class NearNamesTests
{
    private static readonly Gen<byte[]> Name = Gen.Byte[(byte)'a', (byte)'c'].Array[0, 10];

    [Fact]
    public void The_distance_is_the_number_of_edits()
    {
        Gen.Select(Name, Name, Gen.Int[1, 8]).Sample((left, right, bound) =>
        {
            int expected = Edits(left, right);
            int found = NearNames.Distance(left, right, bound);
            Assert.True(expected <= bound ? found == expected : found > bound, $"expected {expected}, found {found}, bound {bound}");
        });
    }

    [Fact]
    public void Among_a_hundred_thousand_names_they_are_found_soon()
    {
        BundleBuilder builder = new();
        byte[] data = [];
        for (int i = 0; i < 100_000; i++) builder.Add($"model/encoder/layer_{i:D6}/attention/self/query/kernel", DType.UInt8, [0], data);
        using CheckpointReader reader = CheckpointReader.Open(builder.Finish(), "m");
        long start = Environment.TickCount64;
        TfException e = Assert.Throws<TfException>(() => reader.Read("model/encoder/layer_012345/attention/self/qeury/kernel_0"));
        Assert.Contains("near it: model/encoder/layer_012345/attention/self/query/kernel", e.Message, StringComparison.Ordinal);
        Assert.InRange(Environment.TickCount64 - start, 0, 60_000);
    }

    [Fact]
    public void Damage_elsewhere_does_not_hide_that_a_key_is_missing()
    {
        BundleBuilder builder = new();
        for (int i = 0; i < 1000; i++) builder.Add($"name_{i:D4}", DType.UInt8, [0], []);
        MemoryFiles files = builder.Finish();
        files["m.index"][5000] ^= 1;
        using CheckpointReader reader = CheckpointReader.Open(files, "m");
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => reader.Read("a")).Code);
    }

    private static int Edits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length == 0) return right.Length;
        if (right.Length == 0) return left.Length;
        int[,] edits = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                edits[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
            }
        }

        return edits[left.Length, right.Length];
    }
}
