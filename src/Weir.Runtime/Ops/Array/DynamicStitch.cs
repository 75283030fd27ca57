using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Puts slices of several tensors where their indices say: merged[indices[m][i]] = data[m][i]. Later ones win.</summary>
/// <remarks>Positions that no index names are zeros here; TensorFlow leaves them undefined. Source: dynamic_stitch_op.cc.</remarks>
internal sealed class DynamicStitch(OpDefinition definition) : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16, DType.Resource);

    public static readonly Op[] All =
    [
        new DynamicStitch("DynamicStitch(indices: N * int32, data: N * T) -> merged: T; N: int >= 1; T: type"),
        new DynamicStitch("ParallelDynamicStitch(indices: N * int32, data: N * T) -> merged: T; N: int >= 1; T: type"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        int count = c.InputCount / 2;
        Shape slice = Shape.Unknown;
        long most = -1;
        bool known = true;
        for (int i = 0; i < count; i++)
        {
            (Shape indices, Shape data) = (c.Input(i), c.Input(count + i));
            if (c.TryConstant(i, out long[] positions)) most = positions.Aggregate(most, Math.Max);
            else known = false;
            if (!indices.HasRank || !data.HasRank) continue;
            c.Require(data.Rank >= indices.Rank, $"Shape must be at least rank {indices.Rank} but is rank {data.Rank}");
            for (int d = 0; d < indices.Rank; d++) c.MergeSizes(data[d], indices[d]);
            slice = c.Merge(slice, data.Slice(indices.Rank..));
        }

        c.Output(0, slice.HasRank ? Shape.Of([known ? most + 1 : -1, .. slice.Dimensions]) : Shape.Unknown);
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        int count = c.InputCount / 2;
        if (c.Operation.OutputShapes[0] is not { Rank: 1 } shape || shape[0] is < 0 or > ShapeContext.MaxConstant) return null;
        long?[] merged = new long?[shape[0]];
        for (int i = 0; i < count; i++)
        {
            if (!c.TryConstant(i, out long[] positions) || c.Integers(count + i) is not { } data || data.Length != positions.Length) return null;
            for (int k = 0; k < positions.Length; k++)
            {
                if (positions[k] < 0) return null;
                merged[positions[k]] = data[k];
            }
        }

        return merged;
    }

    public override void Gradient(GradientContext g)
    {
        int count = g.Operation.InputEdges.Length / 2;
        for (int i = 0; i < count; i++) g.Flow(count + i, GatherV2.Build(g.Outgoing(0), g.Input(i), 0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    public static Output Build(IReadOnlyList<Output> indices, IReadOnlyList<Output> data) =>
        data[0].Operation.Graph.AddOperation("DynamicStitch", [.. indices, .. data])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Stitch<T>();
    }

    private sealed class Stitch<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            int count = s.InputCount / 2;
            long rows = Check(s, count);
            ReadOnlySpan<long> slice = s.Input(count).Shape.Dimensions[s.Input(0).Shape.Rank..];
            Span<long> sizes = stackalloc long[slice.Length + 1];
            sizes[0] = rows;
            slice.CopyTo(sizes[1..]);
            Tensor merged = s.Output(0, sizes);
            Span<T> output = MovedElements.Of<T>(merged);
            output.Fill(MovedElements.Zero<T>());
            int block = rows == 0 ? 0 : output.Length / (int)rows;
            for (int i = 0; i < count && block > 0; i++)
            {
                ReadOnlySpan<int> indices = s.Input(i).Elements<int>();
                ReadOnlySpan<T> data = MovedElements.Of<T>(s.Input(count + i));
                for (int k = 0; k < indices.Length; k++) data.Slice(k * block, block).CopyTo(output[(indices[k] * block)..]);
            }
        }

        /// <returns>The number of rows: one more than the greatest index.</returns>
        private static long Check(StepContext s, int count)
        {
            long most = -1;
            (Shape firstIndices, Shape firstData) = (s.Input(0).Shape, s.Input(count).Shape);
            for (int i = 0; i < count; i++)
            {
                (Shape indices, Shape data) = (s.Input(i).Shape, s.Input(count + i).Shape);
                s.Require(data.Rank >= indices.Rank && data.Dimensions[..indices.Rank].SequenceEqual(indices.Dimensions),
                    $"data[{i}].shape = {data} does not start with indices[{i}].shape = {indices}");
                s.Require(data.Dimensions[indices.Rank..].SequenceEqual(firstData.Dimensions[firstIndices.Rank..]),
                    $"Need data[0].shape[{firstIndices.Rank}:] = data[{i}].shape[{indices.Rank}:], got data[0].shape = {firstData}, data[{i}].shape = {data}");
                ReadOnlySpan<int> positions = s.Input(i).Elements<int>();
                for (int k = 0; k < positions.Length; k++)
                {
                    s.Require(positions[k] >= 0 && positions[k] < int.MaxValue, $"indices[{k}] is out of range");
                    most = Math.Max(most, positions[k]);
                }
            }

            return most + 1;
        }
    }
}
