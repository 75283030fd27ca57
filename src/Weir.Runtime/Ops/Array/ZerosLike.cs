using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Zeros of the shape and dtype of the input.</summary>
internal sealed class ZerosLike : Op
{
    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool, DType.String);

    public override OpDefinition Definition { get; } = "ZerosLike(x: T) -> y: T; T: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("T");
        if (dtype == DType.Variant) return new OfVariant();
        if (!dtype.IsPlain() && dtype != DType.String) throw r.NoKernel("T");
        return new Zeros();
    }

    private sealed class OfVariant : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, VariantMath.ZerosLike(s.Input(0)));
    }

    private sealed class Zeros : Kernel
    {
        /// <summary>New string tensors hold empty strings as they are.</summary>
        public override void Run(StepContext s)
        {
            Tensor y = s.OutputLike(0, s.Input(0));
            if (y.DType.IsPlain()) y.Clear();
        }
    }
}

/// <summary>Builds zeros.</summary>
internal static class ZerosLikeBuilding
{
    public static Output ZerosLike(this Graph graph, Output x) => graph.AddOperation("ZerosLike", [x])[0];
}
