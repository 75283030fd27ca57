using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Whether a reference variable has a value at this moment.</summary>
/// <remarks>Source: variable_ops.cc.</remarks>
internal sealed class IsVariableInitialized : Op
{
    public override OpDefinition Definition { get; } = "IsVariableInitialized(ref: Ref(dtype)) -> is_initialized: bool; dtype: type | uninitialized";

    // What it says may change without a plan's doing: it is asked in every run.
    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("dtype");
        return new Check();
    }

    private sealed class Check : Kernel
    {
        /// <remarks>A variable of no elements has its value from the start.</remarks>
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resource<VariableCell>(0);
            s.Output(0).Elements<bool>()[0] = variable.IsInitialized || variable.DeclaredShape is { IsFullyDefined: true, ElementCount: 0 };
        }
    }
}
