namespace Weir;

/// <summary>Tables of a graph.</summary>
public static class GraphTables
{
    /// <summary>Adds a table that is empty at first.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keyDType">The dtype of the keys.</param>
    /// <param name="defaultValue">What a key that is not there has; its dtype and shape, a scalar or a vector, are those of all values.</param>
    /// <param name="name">The name inside the open name scope; made unique.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: no table has keys or values of these dtypes.</exception>
    public static MutableHashTable MutableHashTable(this Graph graph, DType keyDType, Tensor defaultValue, string name = "MutableHashTable")
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(defaultValue);
        Output missing = graph.Constant(defaultValue);
        Dictionary<string, object> attributes = new() { ["key_dtype"] = keyDType, ["value_dtype"] = defaultValue.DType, ["use_node_name_sharing"] = true };
        if (defaultValue.Shape.Rank > 0) attributes["value_shape"] = defaultValue.Shape;
        Operation operation = graph.AddOperation(defaultValue.Shape.Rank == 0 ? "MutableHashTableV2" : "MutableHashTableOfTensorsV2", attributes: attributes, name: name);
        MutableHashTable table = new(operation, missing);
        graph.AddToCollection(GraphKeys.SaveableObjects, table.Saveable);
        return table;
    }
}
