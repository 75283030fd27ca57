using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Softmax over the last dimension of a sparse tensor; places without a value have no part.</summary>
/// <remarks>The values of a row must stand together. Source: sparse_softmax_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseSoftmax : Op
{
    public override OpDefinition Definition { get; } = "SparseSoftmax(sp_indices: int64, sp_values: T, sp_shape: int64) -> output: T; T: {half, float, double}";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 2);
        c.Output(0, c.WithRank(1, 1));
    }

    public override void Gradient(GradientContext g)
    {
        (Output indices, Output shape, Output values, Output flowing) = (g.Input(0), g.Input(2), g.Output(0), g.Outgoing(0));
        Output sums = -SparseReductions.Sum(indices, values * flowing, shape, g.Graph.Const(Tensor.From(-1)));
        g.Flow(1, SparseDenseCwises.Add(indices, flowing, shape, sums) * values);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(new ElementTypes(DType.Float16, DType.Float32, DType.Float64), default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Rows<T>();
    }

    private sealed class Rows<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            SparseIndices places = s.Sparse(0);
            s.Require(places.Rank >= 2, $"Input should have rank >= 2, but received shape: {SparseIndices.Text(places.Shape)}");
            places.RequireInBounds(s);
            ReadOnlySpan<T> values = s.Input(1).Elements<T>();
            Span<T> output = s.OutputLike(0, s.Input(1)).Elements<T>();
            for (int begin = 0, end; begin < values.Length; begin = end)
            {
                double most = double.NegativeInfinity, sum = 0;
                for (end = begin; end < values.Length && IsSameRow(places, begin, end); end++) most = Math.Max(most, RealNumber.ToDouble(values[end]));
                for (int i = begin; i < end; i++) sum += Math.Exp(RealNumber.ToDouble(values[i]) - most);
                for (int i = begin; i < end; i++) output[i] = RealNumber.FromDouble<T>(Math.Exp(RealNumber.ToDouble(values[i]) - most) / sum);
            }
        }

        private static bool IsSameRow(SparseIndices places, int first, int second) => places.Row(first)[..^1].SequenceEqual(places.Row(second)[..^1]);
    }
}
