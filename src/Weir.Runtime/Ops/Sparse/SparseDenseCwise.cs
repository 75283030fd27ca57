using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Combines each value of a sparse tensor with the element of a dense one at its place. The dense one broadcasts, the sparse one does not.</summary>
/// <remarks>Source: sparse_dense_binary_op_shared.cc; gradient: sparse_grad.py, which has none for sums.</remarks>
internal sealed class SparseDenseCwise<TOperator>(OpDefinition definition, Action<GradientContext>? gradient, bool refusesZero = false) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(c.WithRank(0, 2)[0]));

    public override void Gradient(GradientContext g)
    {
        if (gradient is null) base.Gradient(g);
        else gradient(g);
    }

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

/// <summary>Quotients of whole numbers, which vectors do not have.</summary>
internal static class Quotients
{
    /// <summary>y[i] = x[i] / y[i] toward zero, if these are whole numbers.</summary>
    public static bool TryWhole<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged =>
        Try<T, sbyte>(x, y) || Try<T, short>(x, y) || Try<T, int>(x, y) || Try<T, long>(x, y)
        || Try<T, byte>(x, y) || Try<T, ushort>(x, y) || Try<T, uint>(x, y) || Try<T, ulong>(x, y);

    private static bool Try<T, TWhole>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TWhole : unmanaged, IBinaryInteger<TWhole>
    {
        if (typeof(T) != typeof(TWhole)) return false;
        ReadOnlySpan<TWhole> dividends = MemoryMarshal.Cast<T, TWhole>(x);
        Span<TWhole> quotients = MemoryMarshal.Cast<T, TWhole>(y);
        for (int i = 0; i < quotients.Length; i++) quotients[i] = IntegerDivision.Truncate(dividends[i], quotients[i]);
        return true;
    }
}

/// <summary>The element-wise ops of sparse tensors with dense ones.</summary>
internal static class SparseDenseCwises
{
    public static readonly Op[] All =
    [
        new SparseDenseCwise<Add>("SparseDenseCwiseAdd(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, uint8, "
            + "int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", gradient: null),
        new SparseDenseCwise<Divide>("SparseDenseCwiseDiv(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, uint8, "
            + "int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", g =>
        {
            (Output dense, Output positions) = AtPlaces(g);
            g.Flow(1, g.Outgoing(0) / dense);
            g.Flow(3, SparseGradients.Scatter(-(g.Outgoing(0) * (g.Input(1) / (dense * dense))), positions, g.Input(3)));
        }, refusesZero: true),
        new SparseDenseCwise<Multiply>("SparseDenseCwiseMul(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, "
            + "uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", g =>
        {
            (Output dense, Output positions) = AtPlaces(g);
            g.Flow(1, g.Outgoing(0) * dense);
            g.Flow(3, SparseGradients.Scatter(g.Outgoing(0) * g.Input(1), positions, g.Input(3)));
        }),
    ];

    public static Output Add(Output indices, Output values, Output shape, Output dense) =>
        indices.Operation.Graph.AddOperation("SparseDenseCwiseAdd", [indices, values, shape, dense])[0];

    /// <summary>The element of the dense operand for each value, and where it is.</summary>
    private static (Output Elements, Output Positions) AtPlaces(GradientContext g)
    {
        Graph graph = g.Graph;
        (Output indices, Output sparseShape, Output dense) = (g.Input(0), g.Input(2), g.Input(3));
        Output denseShape = CastOp.Build(ShapeOp.Build(dense), DType.Int64);
        Output added = Reshape.Build(Size.Build(sparseShape) - Rank.Build(dense), graph.Const(Tensor.From(1)));
        Output sizes = ConcatV2.Build([Fill.Build(added, graph.Const(1, DType.Int64)), denseShape], 0);

        // A dimension of size 1 stands for all of the sparse one: there the coordinate is 0.
        Output scale = IntegerMath.FloorDiv(sparseShape, sizes);
        return (SparseGradients.Gather(dense, Positions()), Positions());

        Output Positions() => SparseGradients.Positions(IntegerMath.FloorDiv(indices, scale), sizes);
    }
}
