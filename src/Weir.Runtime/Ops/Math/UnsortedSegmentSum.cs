using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Sums slices of data by the segment each belongs to; negative segments are dropped, missing ones are 0.</summary>
/// <remarks>Source: segment_reduction_ops_impl.h; gradient: math_grad.py.</remarks>
internal sealed class UnsortedSegmentSum : Op
{
    public override OpDefinition Definition { get; } = "UnsortedSegmentSum(data: T, segment_ids: Tindices, num_segments: Tnumsegments) -> output: T; "
        + "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; "
        + "Tindices: {int16, int32, int64}; Tnumsegments: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        (Shape data, Shape ids) = (c.Input(0), c.Input(1));
        c.WithRank(2, 0);
        if (!ids.HasRank || !data.HasRank) return;
        c.Require(data.Rank >= ids.Rank, $"Shape must be at least rank {ids.Rank} but is rank {data.Rank}");
        for (int i = 0; i < ids.Rank; i++) c.MergeSizes(data[i], ids[i]);
        bool known = c.TryConstant(2, out long[] count);
        long segments = known ? count[0] : -1;
        c.Require(!known || segments >= 0, $"Dimension size, given by scalar input 2, must be non-negative but is {segments}");
        c.Output(0, Shape.Of([segments, .. data.Dimensions[ids.Rank..]]));
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output ids = g.Input(1);
        Output zero = graph.Const(0, ids.DType);
        Output gathered = GatherV2.Build(g.Outgoing(0), BinaryMath.Maximum(ids, zero), 0);
        Output flows = Comparisons.GreaterEqual(ids, zero);
        Output ones = Fill.Build(Reshape.Build(Rank.Build(gathered) - Rank.Build(flows), graph.Const(Tensor.From(1))), graph.Const(1));
        Output aligned = Reshape.Build(flows, ConcatV2.Build([ShapeOp.Build(flows), ones], 0));
        g.Flow(0, SelectV2.Build(aligned, gathered, graph.Const(0, gathered.DType)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices", "Tnumsegments");
        return r.ForType(ElementTypes.Numbers, default(Maker));
    }

    public static Output Build(Output data, Output segments, Output count) => data.Operation.Graph.AddOperation("UnsortedSegmentSum", [data, segments, count])[0];

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sums<T>();
    }

    private sealed class Sums<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor ids) = (s.Input(0), s.Input(1));
            s.Require(s.Input(2).Shape.Rank == 0, $"num_segments should be a scalar, not shape {s.Input(2).Shape}");
            long segments = s.Input(2).Integer(0);
            s.Require(segments >= 0, $"num_segments must be non-negative, got {segments}");
            int prefix = ids.Shape.Rank;
            s.Require(data.Shape.Rank >= prefix && data.Shape.Dimensions[..prefix].SequenceEqual(ids.Shape.Dimensions),
                $"data.shape = {data.Shape} does not start with segment_ids.shape = {ids.Shape}");
            Span<long> sizes = stackalloc long[data.Shape.Rank - prefix + 1];
            sizes[0] = segments;
            data.Shape.Dimensions[prefix..].CopyTo(sizes[1..]);
            Tensor output = s.Output(0, sizes);
            output.Clear();
            Accumulate(s, data.Elements<T>(), ids, segments, output.Elements<T>());
        }

        private static void Accumulate(StepContext s, ReadOnlySpan<T> data, Tensor ids, long segments, Span<T> output)
        {
            int rows = checked((int)ids.ElementCount);
            int block = rows == 0 ? 0 : data.Length / rows;
            for (int i = 0; i < rows; i++)
            {
                long id = ids.Integer(i);
                s.Require(id < segments, $"segment_ids[{i}] = {id} is out of range [0, {segments})");
                if (id < 0 || block == 0) continue;
                Span<T> sum = output.Slice((int)id * block, block);
                Elementwise.Binary<T, Add>(sum, data.Slice(i * block, block), sum);
            }
        }
    }
}
