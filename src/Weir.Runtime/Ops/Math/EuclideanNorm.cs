using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The root of the sum of squares over some dimensions; that of integers is cut to an integer.</summary>
/// <remarks>Source: reduction_ops_euclidean.cc; gradient: math_grad.py.</remarks>
internal sealed class EuclideanNorm : Op
{
    public override OpDefinition Definition { get; } =
        "EuclideanNorm(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {numbers}; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c) => ReductionAxes.Infer(c);

    public override void Gradient(GradientContext g)
    {
        Output kept = ReductionAxes.KeptShape(ShapeOp.Build(g.Input(0)), g.Input(1));
        g.Flow(0, g.Input(0) / (Reshape.Build(g.Output(0), kept) / Reshape.Build(g.Outgoing(0), kept)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        bool keepDims = r.Bool("keep_dims");
        return r.Type("T").IsInteger() ? r.ForInteger(new IntegerMaker(keepDims)) : r.ForNumber(ElementTypes.FloatsAndComplex, new Maker(keepDims));
    }

    private readonly struct Maker(bool keepDims) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Norm<T>(keepDims, static sums => Elementwise.Unary<T, Sqrt>(sums, sums));
    }

    private readonly struct IntegerMaker(bool keepDims) : IIntegerKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Norm<T>(keepDims, static sums =>
        {
            foreach (ref T sum in sums) sum = T.CreateTruncating(Math.Sqrt(double.CreateTruncating(sum)));
        });
    }

    private delegate void Root<T>(Span<T> sums);

    private sealed class Norm<T>(bool keepDims, Root<T> root) : Kernel
        where T : unmanaged
    {
        private ShapePlan<ReducePlan>? last;

        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ShapePlan<ReducePlan> plan = ReductionAxes.Plan(s, keepDims, ref last);
            Tensor y = s.Output(0, plan.Result);
            using Tensor squares = Tensor.Allocate(x.DType, x.Shape);
            Elementwise.Binary<T, SquaredDifference>(x.Elements<T>(), [default], squares.Elements<T>());
            Reduce.Run<T, SumOf>(plan.Plan, squares.Elements<T>(), y.Elements<T>());
            root(y.Elements<T>());
        }
    }
}
