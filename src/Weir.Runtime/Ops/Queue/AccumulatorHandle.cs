using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The handle of an accumulator, as a resource or as TensorFlow 1's reference.</summary>
/// <remarks>Without a <c>shared_name</c> the accumulator is the node's own. Source: conditional_accumulator_op.cc, sparse_conditional_accumulator_op.cc.</remarks>
internal sealed class AccumulatorHandle(string definition, bool isSparse) : Op, IHandleOp
{
    private const string Attributes = "; dtype: {numbers}; shape: shape; container: string = \"\"; shared_name: string = \"\"; reduction_type: {\"MEAN\", \"SUM\"} = \"MEAN\" | stateful";

    public static readonly Op[] All =
    [
        new AccumulatorHandle("ConditionalAccumulator() -> handle: Ref(string)" + Attributes, isSparse: false),
        new AccumulatorHandle("ResourceConditionalAccumulator() -> handle: resource" + Attributes, isSparse: false),
        new AccumulatorHandle("SparseConditionalAccumulator() -> handle: Ref(string)" + Attributes, isSparse: true),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(2));

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) => IHandleOp.SharedName(attributes, "_0_" + nodeName);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        (DType dtype, Shape shape, bool averages) = (r.Type("dtype"), r.Shape("shape"), r.String("reduction_type") == "MEAN");
        if (dtype is not (DType.Float16 or DType.Float32 or DType.Float64)) throw r.NoKernel("dtype");
        return isSparse
            ? new Handle<SparseAccumulator>(container, name, () => new SparseAccumulator(dtype, shape, averages))
            : new Handle<DenseAccumulator>(container, name, () => new DenseAccumulator(dtype, shape, averages));
    }

    private sealed class Handle<T>(string container, string name, Func<T> create) : Kernel
        where T : ConditionalAccumulator
    {
        public override void Run(StepContext s) => s.SetOutput(0, (object)s.Resources.GetOrCreate(container, name, create));
    }
}
