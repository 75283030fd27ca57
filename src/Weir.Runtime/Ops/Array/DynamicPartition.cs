using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Deals the slices of data out to several tensors, as partitions says for each.</summary>
/// <remarks>Source: dynamic_partition_op.cc; gradient: data_flow_grad.py.</remarks>
internal sealed class DynamicPartition : Op
{
    public override OpDefinition Definition { get; } =
        "DynamicPartition(data: T, partitions: int32) -> outputs: num_partitions * T; num_partitions: int >= 1; T: type";

    public override void InferShapes(ShapeContext c)
    {
        (Shape data, Shape partitions) = (c.Input(0), c.Input(1));
        if (!data.HasRank || !partitions.HasRank) return;
        c.Require(data.Rank >= partitions.Rank, $"Shape must be at least rank {partitions.Rank} but is rank {data.Rank}");
        c.Merge(data.Slice(..partitions.Rank), partitions);
        c.AllOutputs(Shape.OfRank(1).Concatenate(data.Slice(partitions.Rank..)));
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output partitions = g.Input(1);
        int count = g.Operation.OutputCount;
        Output positions = Reshape.Build(RangeOp.Build(graph.Const(0), Size.Build(partitions), graph.Const(1)), ShapeOp.Build(partitions));
        Operation dealt = graph.AddOperation(Name, [positions, partitions], new Dictionary<string, object> { ["num_partitions"] = (long)count });
        Output stitched = DynamicStitch.Build([.. Enumerable.Range(0, count).Select(i => dealt[i])], [.. Enumerable.Range(0, count).Select(g.Outgoing)]);
        g.Flow(0, Reshape.Build(stitched, ShapeOp.Build(g.Input(0))));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("num_partitions");
        return ElementTypes.Quantized.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Deal<T>();
    }

    private sealed class Deal<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor partitions) = (s.Input(0), s.Input(1));
            int prefix = partitions.Shape.Rank;
            s.Require(data.Shape.Rank >= prefix && data.Shape.Dimensions[..prefix].SequenceEqual(partitions.Shape.Dimensions),
                $"data.shape must start with partitions.shape, got data.shape = {data.Shape}, partitions.shape = {partitions.Shape}");
            ReadOnlySpan<int> targets = partitions.Elements<int>();
            int[] memory = ArrayPool<int>.Shared.Rent(s.OutputCount + 1 + targets.Length);
            Span<int> ends = memory.AsSpan(0, s.OutputCount + 1), order = memory.AsSpan(s.OutputCount + 1, targets.Length);
            Sort(s, targets, ends, order);
            Span<long> sizes = stackalloc long[1 + data.Shape.Rank - prefix];
            data.Shape.Dimensions[prefix..].CopyTo(sizes[1..]);
            for (int i = 0; i < s.OutputCount; i++)
            {
                int first = i == 0 ? 0 : ends[i - 1];
                sizes[0] = ends[i] - first;
                Copy(MovedElements.Of<T>(data), targets.Length, order[first..ends[i]], MovedElements.Of<T>(s.Output(i, sizes)));
            }

            ArrayPool<int>.Shared.Return(memory);
        }

        // Puts the rows of each output behind each other; ends says where they end.
        private static void Sort(StepContext s, ReadOnlySpan<int> targets, Span<int> ends, Span<int> order)
        {
            ends.Clear();
            for (int i = 0; i < targets.Length; i++)
            {
                s.Require((uint)targets[i] < (uint)(ends.Length - 1), $"partitions[{i}] = {targets[i]} is not in [0, {ends.Length - 1})");
                ends[targets[i] + 1]++;
            }

            for (int i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
            for (int i = 0; i < targets.Length; i++) order[ends[targets[i]]++] = i;
        }

        private static void Copy(ReadOnlySpan<T> data, int rows, ReadOnlySpan<int> order, Span<T> output)
        {
            if (output.IsEmpty) return;
            int block = data.Length / rows;
            for (int i = 0; i < order.Length; i++) data.Slice(order[i] * block, block).CopyTo(output[(i * block)..]);
        }
    }
}
