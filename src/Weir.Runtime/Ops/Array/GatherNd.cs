using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Slices of params, each picked by a tuple of indices for the first dimensions.</summary>
/// <remarks>Source: gather_nd_op.cc; gradient: array_grad.py.</remarks>
internal sealed class GatherNd : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16);

    public override OpDefinition Definition { get; } =
        "GatherNd(params: Tparams, indices: Tindices) -> output: Tparams; Tparams: type; Tindices: {int16, int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape values, Shape indices) = (c.Input(0), c.WithRankAtLeast(1, 1));
        if (!values.HasRank || !indices.HasRank || indices[-1] < 0) return;
        c.Require(indices[-1] <= values.Rank, $"indices.shape[-1] must be <= params.rank, but saw indices shape: {indices} and params shape: {values}");
        c.Output(0, indices.Slice(..^1).Concatenate(values.Slice((int)indices[-1]..)));
    }

    public override void Gradient(GradientContext g)
    {
        Gradient(g, ShapeOp.Build(g.Input(0)));
    }

    /// <summary>The gradient with respect to input 0 of gathers with input 1.</summary>
    /// <param name="g">The context.</param>
    /// <param name="sizes">The shape of what is gathered from.</param>
    public static void Gradient(GradientContext g, Output sizes)
    {
        Output indices = g.Input(1);
        if (indices.Shape.HasRank && indices.Shape.Rank == 2 && indices.Shape[1] == 1) g.Flow(0, new IndexedSlices(g.Outgoing(0), Reshape.Build(indices, g.Graph.Const(Tensor.From([-1]))), sizes));
        else g.Flow(0, Scatter.Build(indices, g.Outgoing(0), CastOp.Build(sizes, indices.DType)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return NoKernels.Contains(r.Type("Tparams")) ? throw r.NoKernel("Tparams") : r.ForMoving(default(Maker), "Tparams");
    }

    public static Output Build(Output values, Output indices) => values.Operation.Graph.AddOperation("GatherNd", [values, indices])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Pick<T>();
    }

    private sealed class Pick<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor values, Tensor indices) = (s.Input(0), s.Input(1));
            (Shape from, Shape at) = (values.Shape, indices.Shape);
            s.Require(from.Rank >= 1, "params must be at least a vector");
            s.Require(at.Rank >= 1, "indices must be at least a vector");
            s.Require(at[-1] <= from.Rank, $"index innermost dimension length must be <= params rank; saw: {at[-1]} vs. {from.Rank}");
            int depth = (int)at[-1];
            Span<long> sizes = stackalloc long[at.Rank - 1 + from.Rank - depth];
            at.Dimensions[..^1].CopyTo(sizes);
            from.Dimensions[depth..].CopyTo(sizes[(at.Rank - 1)..]);
            IndexTuples tuples = new(indices, depth, from.Dimensions);
            s.Require(tuples.Count == 0 || values.ElementCount > 0, $"Requested more than 0 entries, but params is empty.  Params shape: {from}");
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.IsEmpty) return;
            Copy(s, MovedElements.Of<T>(values), from, tuples, output);
        }

        private static void Copy(StepContext s, ReadOnlySpan<T> values, Shape from, in IndexTuples tuples, Span<T> output)
        {
            int block = output.Length / (int)tuples.Count;
            for (int i = 0; i < tuples.Count; i++)
            {
                long slice = tuples.Slice(i);
                s.Require(slice >= 0, $"{tuples.Text(i)} does not index into param shape {from}, node name: {s.NodeName}");
                if (block == 1) output[i] = values[(int)slice];
                else values.Slice((int)slice * block, block).CopyTo(output[(i * block)..]);
            }
        }
    }
}
