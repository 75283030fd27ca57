using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Ones of the shape and dtype of the input.</summary>
internal sealed class OnesLike : Op
{
    public override OpDefinition Definition { get; } = "OnesLike(x: T) -> y: T; "
        + "T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64, uint64, complex64, complex128, bool}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("T");
        return r.ForMoving(new Maker(ConstBuilding.Scalar(1, dtype)));
    }

    public static Output Build(Output x) => x.Operation.Graph.AddOperation("OnesLike", [x])[0];

    private readonly struct Maker(Tensor one) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Ones<T>(MovedElements.Of<T>(one)[0]);
    }

    private sealed class Ones<T>(T one) : Kernel
    {
        public override void Run(StepContext s) => MovedElements.Of<T>(s.OutputLike(0, s.Input(0))).Fill(one);
    }
}
