using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The larger or the smaller of two sparse tensors, place by place; what one of them lacks is 0 there.</summary>
/// <remarks>Source: sparse_sparse_binary_op_shared.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseSparseExtreme<TOperator>(OpDefinition definition) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.OfRank(2));
        c.Output(1, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g) => SparseGradients.Refuse(g);

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
