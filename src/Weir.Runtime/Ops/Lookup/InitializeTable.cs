using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Fills a table that can be initialized with the entries of two vectors.</summary>
/// <remarks>Source: lookup_table_init_op.cc.</remarks>
internal sealed class InitializeTable(string definition) : Op
{
    public static readonly Op[] All =
    [
        new InitializeTable("InitializeTable(table_handle: Ref(string), keys: Tkey, values: Tval); Tkey: type; Tval: type"),
        new InitializeTable("InitializeTableV2(table_handle: resource, keys: Tkey, values: Tval); Tkey: type; Tval: type | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c) => c.Merge(c.WithRank(1, 1), c.Input(2));

    public override Kernel CreateKernel(KernelRequest r) => new Initialize(r.Type("Tkey"), r.Type("Tval"));

    /// <summary>A table that can be initialized.</summary>
    public static StaticTable Initializable(LookupTable table) =>
        table as StaticTable ?? throw new TfException(StatusCode.InvalidArgument, $"Table {table.Name} is not initializable");

    private sealed class Initialize(DType keyType, DType valueType) : Kernel
    {
        public override void Run(StepContext s)
        {
            StaticTable table = Initializable(TableStep.Table(s, keyType, valueType));
            (Tensor keys, Tensor values) = (s.Input(1), s.Input(2));
            s.Require(keys.Shape.Rank == 1, $"Keys must be a vector, but received shape{keys.Shape}");
            s.Require(keys.ElementCount == values.ElementCount, $"Keys and values must have the same size {keys.ElementCount} vs {values.ElementCount}");
            table.Initialize(new TensorEntries(keys, values));
        }
    }
}
