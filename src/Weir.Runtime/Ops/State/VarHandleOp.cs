using Weir.Definitions;
using Weir.Graphs;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The handle of a resource variable.</summary>
/// <remarks>
/// An empty <c>shared_name</c> names the variable "" of the container: all such handles are one variable, whatever their nodes are called.
/// Source: resource_variable_ops.cc.
/// </remarks>
internal sealed class VarHandleOp : Op, IHandleOp
{
    public override OpDefinition Definition { get; } = "VarHandleOp() -> resource: resource; container: string = \"\"; shared_name: string = \"\"; "
        + "debug_name: string = \"\"; dtype: type; shape: shape; allowed_devices: list(string) = [] | stateful";

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) =>
        (attributes.GetString("container"), attributes.GetString("shared_name"));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("debug_name", "shape", "allowed_devices");
        return new Handle(r.String("container"), r.String("shared_name"), r.Type("dtype"));
    }

    private sealed class Handle(string container, string name, DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resources.GetOrCreate(container, name, () => new VariableCell(container, name, dtype));
            s.Require(variable.DType == dtype, $"Trying to access a handle to variable '{name}' of {variable.DType.TfName()} as {dtype.TfName()}");
            s.SetOutput(0, variable);
        }
    }
}
