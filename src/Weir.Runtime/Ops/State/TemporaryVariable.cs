using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The cell of a variable that lives in one run, until DestroyTemporaryVariable of the same name. Its first value is undefined, here zeros.</summary>
/// <remarks>Source: state_ops.cc. An empty <c>var_name</c> stands for the node's name.</remarks>
internal sealed class TemporaryVariable : Op
{
    public override OpDefinition Definition { get; } =
        "TemporaryVariable() -> ref: Ref(dtype); shape: shape; dtype: type; var_name: string = \"\" | stateful";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Attributes.Get<Shape>("shape"));

    public override Kernel CreateKernel(KernelRequest r)
    {
        string name = r.String("var_name");
        return new Make(name.Length > 0 ? name : r.NodeName, r.Type("dtype"), r.Shape("shape"));
    }

    private sealed class Make(string name, DType dtype, Shape shape) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(shape.IsFullyDefined, $"A temporary variable needs a fully defined shape, not {shape}.");
            Tensor value = Tensor.Allocate(dtype, shape, s.Limits.MaxTensorBytes);
            if (dtype.IsPlain()) value.Clear();
            VariableCell variable = new("", name, dtype);
            variable.Assign(value);
            s.SetOutput(0, variable);
        }
    }
}
