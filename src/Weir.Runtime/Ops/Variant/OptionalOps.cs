using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Variants that hold some tensors or nothing: made, asked and opened.</summary>
/// <remarks>The gradients of conditions hand values of the branch that was taken to its gradient in them. Source: optional_ops.cc.</remarks>
internal sealed class OptionalOps(OpDefinition definition, Func<KernelRequest, Kernel> create, Action<GradientContext>? gradient = null) : Op
{
    public static readonly Op[] All =
    [
        new OptionalOps("OptionalFromValue(components: Toutput_types) -> optional: variant \"type_id: TFT_OPTIONAL args { type_id: TFT_FOR_EACH args { type_id: TFT_PRODUCT } args { type_id: TFT_TENSOR args { type_id: TFT_VAR s: \\\"Toutput_types\\\" } } args { type_id: TFT_VAR s: \\\"Toutput_types\\\" } }\"; Toutput_types: list(type) >= 1",
            r => r.Knowing(new FromValue(), "Toutput_types"), OfFromValue),
        new OptionalOps("OptionalGetValue(optional: variant) -> components: output_types; output_types: list(type) >= 1; output_shapes: list(shape) >= 1",
            r => r.Knowing(new GetValue(r.Types("output_types")), "output_shapes"), OfGetValue),
        new OptionalOps("OptionalHasValue(optional: variant) -> has_value: bool", _ => new HasValue()),
        new OptionalOps("OptionalNone() -> optional: variant", _ => new None(), GradientContext.Nothing),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (!OutputShapesAttribute.Apply(c)) c.AllOutputs(Shape.Scalar);
    }

    public override void Gradient(GradientContext g)
    {
        if (gradient is null) base.Gradient(g);
        else gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    /// <summary>An optional value of some tensors.</summary>
    public static Output Some(IReadOnlyList<Output> components) => components[0].Operation.Graph.AddOperation("OptionalFromValue", components)[0];

    /// <summary>The tensors of an optional value, which are like others.</summary>
    public static Operation Values(Output optional, IReadOnlyList<Output> like) => optional.Operation.Graph.AddOperation("OptionalGetValue", [optional], new Dictionary<string, object>
    {
        ["output_types"] = like.Select(component => component.DType.BaseType()).ToArray(),
        ["output_shapes"] = like.Select(component => component.Shape).ToArray(),
    });

    /// <summary>An optional value that is none.</summary>
    public static Output Nothing(Graph graph) => graph.AddOperation("OptionalNone")[0];

    private static void OfFromValue(GradientContext g)
    {
        Operation values = Values(g.Outgoing(0), g.Operation.InputEdges);
        for (int i = 0; i < g.InputCount; i++) g.Flow(i, values[i]);
    }

    private static void OfGetValue(GradientContext g) =>
        g.Flow(0, Some([.. Enumerable.Range(0, g.OutputCount).Select(g.Outgoing)]));

    private static OptionalValue Value(StepContext s) => s.Input(0).Objects is [OptionalValue value]
        ? value
        : throw new TfException(StatusCode.InvalidArgument, "The input is not an optional value.");

    private sealed class FromValue : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor[] components = new Tensor[s.InputCount];
            for (int i = 0; i < components.Length; i++) components[i] = s.Input(i).Share();
            s.SetOutput(0, Tensor.OfVariant(new OptionalValue(components)));
        }
    }

    private sealed class None : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, Tensor.OfVariant(new OptionalValue(null)));
    }

    private sealed class HasValue : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<bool>()[0] = Value(s).Components is not null;
    }

    private sealed class GetValue(DType[] types) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor[] components = Value(s).Components ?? throw new TfException(StatusCode.InvalidArgument, "The given optional does not have a value.");
            s.Require(components.Length == types.Length, $"The given optional has {components.Length} components, expected {types.Length}.");
            for (int i = 0; i < types.Length; i++)
            {
                s.Require(components[i].DType == types[i], $"The given optional does not match the expected type for component {i}. Expected: {types[i].TfName()}. Actual: {components[i].DType.TfName()}.");
                s.SetOutput(i, components[i].Share());
            }
        }
    }
}
