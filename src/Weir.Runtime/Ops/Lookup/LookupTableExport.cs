using Weir.Definitions;

namespace Weir.Ops;

/// <summary>All keys and values of a table, in no defined order.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class LookupTableExport(string definition) : Op
{
    public static readonly Op[] All =
    [
        new LookupTableExport("LookupTableExport(table_handle: Ref(string)) -> keys: Tkeys, values: Tvalues; Tkeys: type; Tvalues: type"),
        new LookupTableExport("LookupTableExportV2(table_handle: resource) -> keys: Tkeys, values: Tvalues; Tkeys: type; Tvalues: type | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Observes;

    public override Kernel CreateKernel(KernelRequest r) => new Export(r.Type("Tkeys"), r.Type("Tvalues"));

    private sealed class Export(DType keyType, DType valueType) : Kernel
    {
        public override void Run(StepContext s) => TableStep.Table(s, keyType, valueType).Export(s);
    }
}
