using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tensors that stay in the session: kept (GetSessionHandle), read again in a later run and given up.</summary>
/// <remarks>
/// TensorFlow keeps a tensor only if its handle is fetched; here it stays until it is deleted or the session ends. Source: session_ops.cc, session_state.cc.
/// </remarks>
internal sealed class SessionTensorOps(OpDefinition definition, Func<KernelRequest, Kernel> create) : Op
{
    public static readonly Op[] All =
    [
        new SessionTensorOps("DeleteSessionTensor(handle: string) | stateful", _ => new Delete()),
        new SessionTensorOps("GetSessionHandle(value: T) -> handle: string; T: type | stateful", r => r.Knowing(new Keep(isResource: false), "T")),
        new SessionTensorOps("GetSessionHandleV2(value: T) -> handle: resource; T: type | stateful", r => r.Knowing(new Keep(isResource: true), "T")),
        new SessionTensorOps("GetSessionTensor(handle: string) -> value: dtype; dtype: type | stateful", r => new Read(r.Type("dtype"))),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (definition.Inputs[0].Name == "handle") c.WithRank(0, 0);
        else c.Output(0, Shape.Scalar);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static SessionTensors Tensors(StepContext s) => s.Resources.GetOrCreate("", "session_tensors", () => new SessionTensors(s.Limits.MaxListElements));

    private static string Handle(StepContext s)
    {
        s.Require(s.Input(0).Shape.Rank == 0, $"handle must be a scalar, but had shape: {s.Input(0).Shape}");
        return Encoding.UTF8.GetString(s.Input(0).Strings[0]);
    }

    private sealed class Keep(bool isResource) : Kernel
    {
        public override void Run(StepContext s)
        {
            string handle = Tensors(s).Add(s.NodeName, s.Input(0));
            if (isResource) s.SetOutput(0, (object)handle);
            else s.Output(0).Strings[0] = Encoding.UTF8.GetBytes(handle);
        }
    }

    private sealed class Read(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor value = Tensors(s).Get(Handle(s));
            if (value.DType == dtype)
            {
                s.SetOutput(0, value);
                return;
            }

            value.Dispose();
            throw s.WrongOutput(0, value.DType, dtype);
        }
    }

    private sealed class Delete : Kernel
    {
        public override void Run(StepContext s) => Tensors(s).Delete(Handle(s));
    }
}
