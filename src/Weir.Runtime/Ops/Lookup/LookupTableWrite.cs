using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Adds keys and values to a table, or puts them in place of all that it has.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class LookupTableWrite(string definition, bool replaces) : Op
{
    public static readonly Op[] All =
    [
        new LookupTableWrite("LookupTableImport(table_handle: Ref(string), keys: Tin, values: Tout); Tin: type; Tout: type", replaces: true),
        new LookupTableWrite("LookupTableImportV2(table_handle: resource, keys: Tin, values: Tout); Tin: type; Tout: type | stateful", replaces: true),
        new LookupTableWrite("LookupTableInsert(table_handle: Ref(string), keys: Tin, values: Tout); Tin: type; Tout: type", replaces: false),
        new LookupTableWrite("LookupTableInsertV2(table_handle: resource, keys: Tin, values: Tout); Tin: type; Tout: type | stateful", replaces: false),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override Kernel CreateKernel(KernelRequest r) => new Write(r.Type("Tin"), r.Type("Tout"), replaces);

    private sealed class Write(DType keyType, DType valueType, bool replaces) : Kernel
    {
        public override void Run(StepContext s)
        {
            LookupTable table = TableStep.Table(s, keyType, valueType);
            (Tensor keys, Tensor values) = (s.Input(1), s.Input(2));
            if (replaces)
            {
                table.CheckImport(keys.Shape, values.Shape);
                table.Import(keys, values);
            }
            else
            {
                if (table is not StaticTable) table.CheckValues(keys.Shape, values.Shape);
                table.Insert(keys, values);
            }
        }
    }
}
