using Weir.Definitions;
using Weir.Graphs;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The cells of TensorFlow 1's reference variables: a row per op. An empty <c>shared_name</c> stands for the node's name.</summary>
/// <remarks>Source: variable_ops.cc.</remarks>
internal static class ReferenceVariables
{
    private const string Signature = "() -> ref: Ref(dtype); shape: shape; dtype: type; container: string = \"\"; shared_name: string = \"\" | stateful";

    // The older of the two says [] where it means that the shape is not known.
    public static readonly Op[] All = [new ReferenceVariable("Variable" + Signature, scalarIsUnknown: true), new ReferenceVariable("VariableV2" + Signature, scalarIsUnknown: false)];

    private sealed class ReferenceVariable(OpDefinition definition, bool scalarIsUnknown) : Op, IHandleOp
    {
        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.Handle;

        public override void InferShapes(ShapeContext c)
        {
            Shape shape = c.Attributes.Get<Shape>("shape");
            c.Output(0, scalarIsUnknown && shape.Rank == 0 ? Shape.Unknown : shape);
        }

        public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) => IHandleOp.SharedName(attributes, nodeName);

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("container", "shared_name");
            (string container, string name) = ResourceName(r.Attributes, r.NodeName);
            Shape shape = r.Shape("shape");
            return new Cell(container, name, r.Type("dtype"), scalarIsUnknown && shape.Rank == 0 ? Shape.Unknown : shape);
        }
    }

    private sealed class Cell(string container, string name, DType dtype, Shape shape) : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resources.GetOrCreate(container, name, () => new VariableCell(container, name, dtype) { DeclaredShape = shape });
            s.Require(variable.DType == dtype, $"The variable '{name}' holds {variable.DType.TfName()}, not {dtype.TfName()}");
            s.SetOutput(0, variable);
        }
    }
}
