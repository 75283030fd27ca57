using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A table of its own for every run of the node; it lives as long as something holds its handle.</summary>
/// <remarks>Source: lookup_table_op.cc.</remarks>
internal sealed class AnonymousTable(string definition, TableKind kind) : Op
{
    public static readonly Op[] All =
    [
        new AnonymousTable("AnonymousHashTable() -> table_handle: resource; key_dtype: type; value_dtype: type | stateful", TableKind.Static),
        new AnonymousTable("AnonymousMutableDenseHashTable(empty_key: key_dtype, deleted_key: key_dtype) -> table_handle: resource; key_dtype: type; "
            + "value_dtype: type; value_shape: shape = []; initial_num_buckets: int = 131072; max_load_factor: float = 0.8 | stateful", TableKind.Dense),
        new AnonymousTable("AnonymousMutableHashTable() -> table_handle: resource; key_dtype: type; value_dtype: type | stateful", TableKind.Mutable),
        new AnonymousTable("AnonymousMutableHashTableOfTensors() -> table_handle: resource; key_dtype: type; value_dtype: type; "
            + "value_shape: shape = [] | stateful",
            TableKind.OfTensors),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r) => new Create(r.NodeName, TableMaker.For(r, kind));

    private sealed class Create(string name, TableMaker maker) : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, maker.Make(name, s));
    }
}
