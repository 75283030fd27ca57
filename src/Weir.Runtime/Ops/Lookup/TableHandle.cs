using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>What kind of table an op makes.</summary>
internal enum TableKind
{
    /// <summary>Initialized once.</summary>
    Static,

    /// <summary>Of scalars that come and go.</summary>
    Mutable,

    /// <summary>Of vectors that come and go.</summary>
    OfTensors,

    /// <summary>In buckets, with keys of any shape.</summary>
    Dense,
}

/// <summary>The handle of a named lookup table, as a resource or as TensorFlow 1's reference.</summary>
/// <remarks>Without a name the table is the node's own; by <c>use_node_name_sharing</c> the node's name is the table's. Source: lookup_table_op.h.</remarks>
internal sealed class TableHandle(string definition, TableKind kind) : Op, IHandleOp
{
    public static readonly Op[] All =
    [
        new TableHandle("HashTable() -> table_handle: Ref(string); container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; "
            + "key_dtype: type; value_dtype: type | stateful", TableKind.Static),
        new TableHandle("HashTableV2() -> table_handle: resource; container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; "
            + "key_dtype: type; value_dtype: type | stateful", TableKind.Static),
        new TableHandle("MutableHashTable() -> table_handle: Ref(string); container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; "
            + "key_dtype: type; value_dtype: type | stateful", TableKind.Mutable),
        new TableHandle("MutableHashTableV2() -> table_handle: resource; container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; "
            + "key_dtype: type; value_dtype: type | stateful", TableKind.Mutable),
        new TableHandle("MutableHashTableOfTensors() -> table_handle: Ref(string); container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; key_dtype: type; value_dtype: type; value_shape: shape = [] | stateful", TableKind.OfTensors),
        new TableHandle("MutableHashTableOfTensorsV2() -> table_handle: resource; container: string = \"\"; shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; key_dtype: type; value_dtype: type; value_shape: shape = [] | stateful", TableKind.OfTensors),
        new TableHandle("MutableDenseHashTable(empty_key: key_dtype) -> table_handle: Ref(string); container: string = \"\"; "
            + "shared_name: string = \"\"; "
            + "use_node_name_sharing: bool = false; key_dtype: type; value_dtype: type; value_shape: shape = []; initial_num_buckets: int = 131072; "
            + "max_load_factor: float = 0.8 | stateful", TableKind.Dense),
        new TableHandle("MutableDenseHashTableV2(empty_key: key_dtype, deleted_key: key_dtype) -> table_handle: resource; container: string = \"\"; "
            + "shared_name: string = \"\"; use_node_name_sharing: bool = false; key_dtype: type; value_dtype: type; value_shape: shape = []; "
            + "initial_num_buckets: int = 131072; max_load_factor: float = 0.8 | stateful", TableKind.Dense),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Definition.Outputs[0].IsReference ? Shape.Of(2) : Shape.Scalar);

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) =>
        IHandleOp.SharedName(attributes, attributes.Get<bool>("use_node_name_sharing") ? nodeName : $"_of_node/{nodeName}");

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name", "use_node_name_sharing");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        return new Handle(container, name, TableMaker.For(r, kind));
    }

    private sealed class Handle(string container, string name, TableMaker maker) : Kernel
    {
        public override void Run(StepContext s)
        {
            LookupTable table = s.Resources.GetOrCreate(container, name, () => maker.Make(name, s));
            s.Require(table.KeyType == maker.Types.Key && table.ValueType == maker.Types.Value,
                $"Conflicting key/value dtypes {maker.Types} with {table.KeyType.TfName()}-{table.ValueType.TfName()} for table {name}");
            s.SetOutput(0, table);
        }
    }
}
