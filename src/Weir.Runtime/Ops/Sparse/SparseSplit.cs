using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A sparse tensor cut along a dimension into so many; the first ones are one longer where it does not go evenly.</summary>
/// <remarks>Source: sparse_split_op.cc.</remarks>
internal sealed class SparseSplit : Op
{
    public override OpDefinition Definition { get; } = "SparseSplit(split_dim: int64, indices: int64, values: T, shape: int64) -> output_indices: num_split * int64, "
        + "output_values: num_split * T, output_shape: num_split * int64; num_split: int >= 1; T: type";

    public override void InferShapes(ShapeContext c)
    {
        int n = c.OutputCount / 3;
        (_, long rank) = c.Sparse(1);
        for (int i = 0; i < n; i++)
        {
            c.Output(i, Shape.Of(-1, rank));
            c.Output(n + i, Shape.OfRank(1));
            c.Output((2 * n) + i, Shape.Of(rank));
        }
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(new Maker((int)r.Int("num_split")));

    private readonly struct Maker(int parts) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Split<T>(parts);
    }

    private sealed class Split<T>(int parts) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor axisInput = s.Input(0);
            s.Require(axisInput.Shape.Rank == 0, $"Input axis should be a scalar but received shape {axisInput.Shape}");
            SparseIndices places = s.Sparse(1);
            long asked = axisInput.Elements<long>()[0];
            int axis = (int)Math.Clamp(asked < 0 ? asked + places.Rank : asked, -1, places.Rank);
            s.Require(axis >= 0 && axis < places.Rank, $"Input axis should be in range [{-places.Rank}, {places.Rank}), got {asked}");
            long size = places.Shape[axis];
            s.Require(parts >= 1 && parts <= size, $"Input num_split should be between 1 and the splitting dimension size ({size}), got {parts}");
            places.RequireInBounds(s);
            int[] counts = ArrayPool<int>.Shared.Rent(parts);
            counts.AsSpan(0, parts).Clear();
            for (int i = 0; i < places.Count; i++) counts[PartOf(places[i, axis], size).Part]++;
            Fill(s, places, axis, size, counts);
            ArrayPool<int>.Shared.Return(counts);
        }

        private void Fill(StepContext s, SparseIndices places, int axis, long size, int[] counts)
        {
            ReadOnlySpan<T> values = MovedElements.Of<T>(s.Input(2));
            for (int part = 0; part < parts; part++)
            {
                s.Output(part, counts[part], places.Rank);
                s.Output(parts + part, counts[part]);
                Span<long> shape = s.Output((2 * parts) + part, places.Rank).Elements<long>();
                places.Shape.CopyTo(shape);
                shape[axis] = (size / parts) + (part < size % parts ? 1 : 0);
            }

            counts.AsSpan(0, parts).Clear();
            for (int i = 0; i < places.Count; i++)
            {
                (int part, long within) = PartOf(places[i, axis], size);
                int at = counts[part]++;
                Span<long> row = s.Made(part).Elements<long>().Slice(at * places.Rank, places.Rank);
                places.Row(i).CopyTo(row);
                row[axis] = within;
                MovedElements.Of<T>(s.Made(parts + part))[at] = values[i];
            }
        }

        private (int Part, long Within) PartOf(long at, long size)
        {
            (long each, long longer) = long.DivRem(size, parts);
            long boundary = longer * (each + 1);
            return at < boundary ? ((int)(at / (each + 1)), at % (each + 1)) : ((int)(longer + ((at - boundary) / each)), (at - boundary) % each);
        }
    }
}
