using Weir.Definitions;

namespace Weir.Ops;

/// <summary>One element of a TensorArray, written (TensorArrayWriteV3) and read (TensorArrayReadV3); its size; its end.</summary>
/// <remarks>Source: tensor_array_ops.cc; gradients: tensor_array_grad.py.</remarks>
internal sealed class TensorArrayElements(OpDefinition definition, Func<KernelRequest, Kernel> create, Action<GradientContext> gradient) : Op
{
    public static readonly Op[] All =
    [
        new TensorArrayElements("TensorArrayCloseV3(handle: resource) | stateful", _ => new Close(), GradientContext.Nothing),
        new TensorArrayElements("TensorArrayReadV3(handle: resource, index: int32, flow_in: float) -> value: dtype; dtype: type | stateful", r => new Read(r.Type("dtype")), OfRead),
        new TensorArrayElements("TensorArraySizeV3(handle: resource, flow_in: float) -> size: int32 | stateful", _ => new Count(), GradientContext.Nothing),
        new TensorArrayElements("TensorArrayWriteV3(handle: resource, index: int32, value: T, flow_in: float) -> flow_out: float; T: type | stateful", r => new Write(r.Type("T")), OfWrite),
    ];

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        if (definition.Outputs is [{ Name: "size" or "flow_out" }]) c.Output(0, Shape.Scalar);
    }

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static void OfRead(GradientContext g)
    {
        Operation array = TensorArrayGradV3.Build(g, g.Input(2));
        g.Flow(2, g.Graph.AddOperation("TensorArrayWriteV3", [array[0], g.Input(1), g.Outgoing(0), array[1]])[0]);
    }

    private static void OfWrite(GradientContext g)
    {
        Operation array = TensorArrayGradV3.Build(g, g.Outgoing(0));
        g.Flow(2, g.Graph.AddOperation("TensorArrayReadV3", [array[0], g.Input(1), array[1]], new Dictionary<string, object> { ["dtype"] = g.Input(2).DType.BaseType() })[0]);
        g.Flow(3, g.Outgoing(0));
    }

    private sealed class Read(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor value = new();
            s.ArrayToRead(dtype).Read(s.Index(1), value);
            s.SetOutput(0, value);
        }
    }

    private sealed class Write(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.ArrayToWrite(dtype).Write(s.Index(1), s.Input(2));
            s.Forward(3, 0);
        }
    }

    private sealed class Count : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = s.Array().Size;
    }

    private sealed class Close : Kernel
    {
        public override void Run(StepContext s) => s.Array().Close();
    }
}
