using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Removes keys from a table; those that it does not have do not matter.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class LookupTableRemoveV2 : Op
{
    public override OpDefinition Definition { get; } = "LookupTableRemoveV2(table_handle: resource, keys: Tin); Tin: type | stateful";

    public override Kernel CreateKernel(KernelRequest r) => new Remove(r.Type("Tin"));

    private sealed class Remove(DType keyType) : Kernel
    {
        public override void Run(StepContext s)
        {
            LookupTable table = TableStep.Table(s, keyType, values: null);
            if (table is not StaticTable) table.ValuesShape(s.Input(1).Shape);
            table.Remove(s.Input(1));
        }
    }
}
