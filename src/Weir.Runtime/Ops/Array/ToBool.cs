using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Whether a scalar is not 0 or not empty, and whether any other tensor has elements.</summary>
/// <remarks>Source: functional_ops.cc.</remarks>
internal sealed class ToBool : Op
{
    public override OpDefinition Definition { get; } = "ToBool(input: T) -> output: bool; T: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.String ? new OfStrings() : r.ForType(ElementTypes.Reals | new ElementTypes(DType.Bool), default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new OfNumbers<T>();
    }

    private sealed class OfNumbers<T> : Kernel
        where T : unmanaged
    {
        // A number is 0 as numbers are: -0 is, NaN is not.
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            bool result = x.Shape.Rank == 0 ? !EqualityComparer<T>.Default.Equals(x.Elements<T>()[0], default) : x.ElementCount > 0;
            s.Output(0).Elements<bool>()[0] = result;
        }
    }

    private sealed class OfStrings : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Output(0).Elements<bool>()[0] = x.Shape.Rank == 0 ? x.Strings[0].Length > 0 : x.ElementCount > 0;
        }
    }
}
