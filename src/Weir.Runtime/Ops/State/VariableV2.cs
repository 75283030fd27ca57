using Weir.Definitions;
using Weir.Graphs;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The cell of a TensorFlow 1 reference variable. An empty <c>shared_name</c> stands for the node's name.</summary>
/// <remarks>Source: variable_ops.cc.</remarks>
internal sealed class VariableV2 : Op, IHandleOp
{
    public override OpDefinition Definition { get; } = "VariableV2() -> ref: Ref(dtype); shape: shape; dtype: type; container: string = \"\"; "
        + "shared_name: string = \"\" | stateful";

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Attributes.Get<Shape>("shape"));

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName)
    {
        string shared = attributes.GetString("shared_name");
        return (attributes.GetString("container"), shared.Length > 0 ? shared : nodeName);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name", "shape");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        return new Cell(container, name, r.Type("dtype"));
    }

    private sealed class Cell(string container, string name, DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Variable variable = s.Resources.GetOrCreate(container, name, () => new Variable(container, name, dtype));
            s.Require(variable.DType == dtype, $"The variable '{name}' holds {variable.DType.TfName()}, not {dtype.TfName()}");
            s.SetOutput(0, variable);
        }
    }
}
