using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum of two sparse tensors; a sum of two values that is smaller than a threshold is left out.</summary>
/// <remarks>Source: sparse_add_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseAdd : Op
{
    private static readonly ElementTypes Types = ElementTypes.WideFloats | ElementTypes.Complex | ElementTypes.SignedIntegers;

    public override OpDefinition Definition { get; } = "SparseAdd(a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64, "
        + "thresh: Treal) -> sum_indices: int64, sum_values: T, sum_shape: int64; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, "
        + "quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; Treal: {float, double, int32, uint8, int16, int8, int64, "
        + "bfloat16, uint16, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.WithRank(2, 1);
        c.WithRank(5, 1);
        c.SparseOutput(0, -1, c.MergeSizes(shape[0], c.Input(0).Rank == 2 ? c.Input(0)[1] : -1));
    }

    public override void Gradient(GradientContext g)
    {
        (Output forA, Output forB) = SparseAddGrad.Build(g.Outgoing(1), g.Input(0), g.Input(3), g.Output(0));
        g.Flow(1, forA);
        g.Flow(4, forB);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Treal");
        return r.ForType(Types, default(Maker));
    }

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sum<T>();
    }

    private sealed class Sum<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor limit = s.Input(6);
            s.Require(limit.Shape.Rank == 0, $"The magnitude threshold must be a scalar: got shape {limit.Shape}");
            double threshold = limit.DType == DType.Float32 ? limit.Elements<float>()[0]
                : limit.DType == DType.Float64 ? limit.Elements<double>()[0]
                : limit.Integer(0);
            SparseUnion both = SparseUnion.Read(s);
            ReadOnlySpan<T> a = s.Input(1).Elements<T>(), b = s.Input(4).Elements<T>();
            List<long> places = [];
            List<T> sums = [];
            Span<T> sum = stackalloc T[1];
            while (both.MoveNext())
            {
                sum[0] = both.A >= 0 ? a[both.A] : b[both.B];
                if (both.A >= 0 && both.B >= 0)
                {
                    Elementwise.Binary<T, Add>(sum, b.Slice(both.B, 1), sum);
                    if (!(threshold <= RealNumber.Magnitude(sum[0]))) continue;
                }

                places.AddRange(both.Place);
                sums.Add(sum[0]);
            }

            int rank = (int)s.Input(2).ElementCount;
            CollectionsMarshal.AsSpan(places).CopyTo(s.Output(0, sums.Count, rank).Elements<long>());
            CollectionsMarshal.AsSpan(sums).CopyTo(s.Output(1, sums.Count).Elements<T>());
            s.Forward(2, 2);
        }
    }
}
