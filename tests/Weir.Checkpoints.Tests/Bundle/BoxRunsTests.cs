using CsCheck;
using Weir.Bundles;

namespace Weir.Checkpoints.Tests.Bundle;

public sealed class BoxRunsTests
{
    private sealed record Case(long[] Sizes, long[] StartsA, long[] LengthsA, long[] StartsB, long[] LengthsB);

    private static readonly Gen<Case> Cases = Gen.Int[0, 4].SelectMany(rank =>
        Gen.Long[1, 5].Array[rank].SelectMany(sizes => Gen.Select(Extents(sizes), Extents(sizes),
            (a, b) => new Case(sizes, a.Starts, a.Lengths, b.Starts, b.Lengths))));

    [Fact]
    public void Copying_by_runs_is_copying_element_by_element()
    {
        Cases.Sample(c =>
        {
            SliceBox a = new(c.StartsA, c.LengthsA);
            SliceBox b = new(c.StartsB, c.LengthsB);
            long[] expected = Copy(c.Sizes, a, b);
            long[] found = new long[b.Count];
            Array.Fill(found, -1);
            if (a.Intersect(b) is { } common)
            {
                long copied = 0;
                for (BoxRuns runs = new(common, a, b); runs.MoveNext(); copied += runs.RunLength)
                {
                    for (int i = 0; i < runs.RunLength; i++) found[runs.TargetStart + i] = GlobalIndex(c.Sizes, a, runs.SourceStart + i);
                }

                Assert.Equal(common.Count, copied);
            }

            Assert.Equal(expected, found);
        }, iter: 3000);
    }

    private static Gen<(long[] Starts, long[] Lengths)> Extents(long[] sizes) =>
        Gen.Double.Unit.Array[2 * sizes.Length].Select(unit =>
        {
            long[] starts = [.. sizes.Select((size, i) => (long)(unit[i] * size))];
            long[] lengths = [.. sizes.Select((size, i) => 1 + (long)(unit[sizes.Length + i] * (size - starts[i])))];
            return (starts, lengths);
        });

    /// <summary>Each element of b holds the index it has in the whole tensor if a has it too, else -1.</summary>
    private static long[] Copy(long[] sizes, SliceBox a, SliceBox b)
    {
        HashSet<long> inA = [.. Enumerable.Range(0, (int)a.Count).Select(i => GlobalIndex(sizes, a, i))];
        return [.. Enumerable.Range(0, (int)b.Count).Select(i => GlobalIndex(sizes, b, i)).Select(i => inA.Contains(i) ? i : -1)];
    }

    private static long GlobalIndex(long[] sizes, SliceBox box, long index)
    {
        long global = 0;
        long stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            global += (box.Starts[i] + (index % box.Lengths[i])) * stride;
            index /= box.Lengths[i];
            stride *= sizes[i];
        }

        return global;
    }
}
