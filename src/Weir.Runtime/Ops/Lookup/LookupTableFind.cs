using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The values of keys in a table, with a default for those that it does not have.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class LookupTableFind(string definition) : Op
{
    public static readonly Op[] All =
    [
        new LookupTableFind("LookupTableFind(table_handle: Ref(string), keys: Tin, default_value: Tout) -> values: Tout; Tin: type; Tout: type"),
        new LookupTableFind("LookupTableFindV2(table_handle: resource, keys: Tin, default_value: Tout) -> values: Tout; Tin: type; "
            + "Tout: type | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Observes;

    /// <remarks>A table whose node is at hand and says no shape of its values holds scalars.</remarks>
    public override void InferShapes(ShapeContext c)
    {
        Operation source = c.Operation.InputEdges[0].Operation;
        if (source.Attributes.Find("key_dtype") is null) return;
        if (source.Attributes.Find("value_shape") is not Shape value) c.Output(0, c.Input(1));
        else if (source.InputEdges.Length == 0) c.Output(0, c.Input(1).Concatenate(value));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Find(r.Type("Tin"), r.Type("Tout"));

    private sealed class Find(DType keyType, DType valueType) : Kernel
    {
        public override void Run(StepContext s)
        {
            LookupTable table = TableStep.Table(s, keyType, valueType, isLookup: true);
            (Tensor keys, Tensor defaults) = (s.Input(1), s.Input(2));
            Shape shape = table.ValueShape.Rank == 0 && table.KeyShape.Rank == 0 ? keys.Shape : table.ValuesShape(keys.Shape);
            table.CheckDefaults(shape, defaults.Shape);
            table.Find(keys, defaults, s.Output(0, shape.Dimensions));
        }
    }
}
