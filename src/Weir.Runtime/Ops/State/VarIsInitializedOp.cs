using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Whether a resource variable has a value at this moment.</summary>
internal sealed class VarIsInitializedOp : Op
{
    public override OpDefinition Definition { get; } = "VarIsInitializedOp(resource: resource) -> is_initialized: bool | stateful";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r) => new Check();

    private sealed class Check : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<bool>()[0] = s.Resource<VariableCell>(0).IsInitialized;
    }
}
