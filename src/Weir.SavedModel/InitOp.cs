using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>The operation that a MetaGraph wants run after restoring: tables to fill, iterators to make.</summary>
internal static class InitOp
{
    /// <summary>Where TensorFlow 2 names it: a signature without inputs, whose one output is an operation.</summary>
    public const string SignatureKey = "__saved_model_init_op";

    private static readonly string[] Collections = ["saved_model_main_op", "legacy_init_op"];

    /// <exception cref="TfException">INVALID_ARGUMENT: a collection names several. NOT_FOUND: the graph does not have it.</exception>
    public static Operation? Find(MetaGraphDef metaGraph, Graph graph)
    {
        if (metaGraph.SignatureDef.TryGetValue(SignatureKey, out SignatureDef? signature))
        {
            return signature.Outputs.TryGetValue(SignatureKey, out TensorInfo? output) ? Operation(graph, output.Name) : null;
        }

        foreach (string collection in Collections)
        {
            if (!metaGraph.CollectionDef.TryGetValue(collection, out CollectionDef? names) || names.NodeList is null) continue;
            if (names.NodeList.Value.Count != 1) throw new TfException(StatusCode.InvalidArgument, $"Expected exactly one main op in : {collection}, found {names.NodeList.Value.Count}");
            return Operation(graph, names.NodeList.Value[0]);
        }

        return null;
    }

    private static Operation Operation(Graph graph, string name) =>
        graph.TryGetOperation(name.Split(':')[0], out Operation? operation)
            ? operation
            : throw new TfException(StatusCode.NotFound, $"The model names the init op '{name}', which the graph does not have.");
}
