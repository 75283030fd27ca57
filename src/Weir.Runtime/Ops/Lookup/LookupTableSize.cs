using Weir.Definitions;

namespace Weir.Ops;

/// <summary>How many keys a table has.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class LookupTableSize(string definition) : Op
{
    public static readonly Op[] All =
    [
        new LookupTableSize("LookupTableSize(table_handle: Ref(string)) -> size: int64"),
        new LookupTableSize("LookupTableSizeV2(table_handle: resource) -> size: int64 | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r) => new Size();

    private sealed class Size : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<long>()[0] = s.Resource<LookupTable>(0).Count;
    }
}
