using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Combines each value of a sparse tensor with the element of a dense one at its place. The dense one broadcasts, the sparse one does not.</summary>
/// <remarks>Source: sparse_dense_binary_op_shared.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseDenseCwise<TOperator>(OpDefinition definition, Action<GradientContext> gradient, bool refusesZero = false) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(c.WithRank(0, 2)[0]));

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, new Maker(refusesZero));

    private readonly struct Maker(bool refusesZero) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Combine<T>(refusesZero);
    }

    private sealed class Combine<T>(bool refusesZero) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor values, Tensor shape, Tensor dense) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(indices.Shape.Rank == 2, $"Input sp_indices should be a matrix but received shape: {indices.Shape}");
            s.Require(values.Shape.Rank == 1 && shape.Shape.Rank == 1, $"Inputs sp_values and sp_shape should be vectors but received shapes: {values.Shape} and {shape.Shape}");
            s.Require(shape.ElementCount > 0, "sp_shape must not be empty");
            s.Require(values.ElementCount == indices.Shape[0], $"The first dimension of values and indices should match. ({values.ElementCount} vs. {indices.Shape[0]})");
            s.Require(shape.ElementCount == indices.Shape[1], $"Number of dimensions must match second dimension of indices. Got {shape.ElementCount} dimensions, indices shape: {indices.Shape}");
            SparseIndices places = new(indices, values.ElementCount, shape.Elements<long>());
            int added = places.Rank - dense.Shape.Rank;
            bool fits = added >= 0;
            for (int d = 0; fits && d < dense.Shape.Rank; d++) fits = dense.Shape[d] == 1 || dense.Shape[d] == places.Shape[added + d];
            s.Require(fits, $"SparseDenseBinaryOpShared broadcasts dense to sparse only; got incompatible shapes: {SparseIndices.Text(places.Shape)} vs. {dense.Shape}");
            ReadOnlySpan<T> elements = dense.Elements<T>();
            Span<T> output = s.OutputLike(0, values).Elements<T>();
            for (int i = 0; i < output.Length; i++)
            {
                s.Require(places.IsInBounds(i), "Provided indices are out-of-bounds w.r.t. dense side with broadcasted shape");
                long at = 0;
                for (int d = 0; d < dense.Shape.Rank; d++) at = (at * dense.Shape[d]) + (dense.Shape[d] == 1 ? 0 : places[i, added + d]);
                output[i] = elements[(int)at];
                s.Require(!refusesZero || RealNumber.ToDouble(output[i]) != 0, "SparseDenseCwiseDiv cannot divide by zero,but input dense tensor contains zero ");
            }

            if (typeof(TOperator) == typeof(Divide) && Quotients.TryWhole(values.Elements<T>(), output)) return;
            Elementwise.Binary<T, TOperator>(values.Elements<T>(), output, output);
        }
    }
}
