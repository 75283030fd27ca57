using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Takes a resource out of its session.</summary>
/// <remarks>A variable's handle stays valid and the variable is uninitialized. Source: resource_variable_ops.cc.</remarks>
internal sealed class DestroyResourceOp : Op
{
    public override OpDefinition Definition { get; } = "DestroyResourceOp(resource: resource); ignore_lookup_error: bool = true | stateful";

    public override void InferShapes(ShapeContext c) => c.WithRank(0, 0);

    public override Kernel CreateKernel(KernelRequest r) => new Destroy(r.Bool("ignore_lookup_error"));

    private sealed class Destroy(bool ignoresMissing) : Kernel
    {
        public override void Run(StepContext s)
        {
            object resource = s.Resource<object>(0);
            bool was = resource is VariableCell variable ? variable.Clear() : s.Resources.Remove(resource);
            if (was || ignoresMissing) return;
            throw resource is VariableCell missing ? VariableInput.Uninitialized(missing, isReference: false)
                : new TfException(StatusCode.NotFound, "The resource does not exist any more.");
        }
    }
}
