using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The larger or the smaller of two sparse tensors, place by place; what one of them lacks is 0 there.</summary>
/// <remarks>Source: sparse_sparse_binary_op_shared.cc.</remarks>
internal sealed class SparseSparseExtreme<TOperator>(OpDefinition definition) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.OfRank(2));
        c.Output(1, Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Extreme<T>();
    }

    private sealed class Extreme<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            SparseUnion both = SparseUnion.Read(s);
            ReadOnlySpan<T> a = s.Input(1).Elements<T>(), b = s.Input(4).Elements<T>();
            List<long> places = [];
            (List<T> left, List<T> right) = ([], []);
            while (both.MoveNext())
            {
                places.AddRange(both.Place);
                left.Add(both.A >= 0 ? a[both.A] : default);
                right.Add(both.B >= 0 ? b[both.B] : default);
            }

            CollectionsMarshal.AsSpan(places).CopyTo(s.Output(0, left.Count, s.Input(2).ElementCount).Elements<long>());
            Elementwise.Binary<T, TOperator>(CollectionsMarshal.AsSpan(left), CollectionsMarshal.AsSpan(right), s.Output(1, left.Count).Elements<T>());
        }
    }
}

/// <summary>The larger and the smaller.</summary>
internal static class SparseSparseExtremes
{
    public static readonly Op[] All =
    [
        new SparseSparseExtreme<Maximum>("SparseSparseMaximum(a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64) -> "
            + "output_indices: int64, output_values: T; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}"),
        new SparseSparseExtreme<Minimum>("SparseSparseMinimum(a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64) -> "
            + "output_indices: int64, output_values: T; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, "
            + "qint16, quint16, uint16, complex128, half, uint32, uint64}"),
    ];
}
