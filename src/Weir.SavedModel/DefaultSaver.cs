using Google.Protobuf;
using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>Restores the variables of a MetaGraph that has no SaverDef: all of its collection "variables", under their own names, as Python does.</summary>
internal static class DefaultSaver
{
    private const string Collection = "variables";

    /// <summary>Adds the operations that restore all variables.</summary>
    /// <param name="metaGraph">The MetaGraph, for its collection.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="path">The checkpoint's prefix.</param>
    /// <returns>The operations to run; empty: the collection has no variables.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the collection holds something else.</exception>
    public static IReadOnlyList<Operation> AddTo(MetaGraphDef metaGraph, Graph graph, string path)
    {
        if (!metaGraph.CollectionDef.TryGetValue(Collection, out CollectionDef? collection) || collection.BytesList is null) return [];
        List<Operation> assignments = [];
        foreach (ByteString bytes in collection.BytesList.Value)
        {
            VariableDef definition = Parse(bytes);
            if (graph.TryGetOperation(definition.VariableName.Split(':')[0], out Operation? variable) && variable.IsVariable)
            {
                assignments.Add(Restore(graph, path, variable, definition.SaveSliceInfoDef));
            }
        }

        return assignments;
    }

    private static VariableDef Parse(ByteString bytes)
    {
        try
        {
            return VariableDef.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"The collection {Collection} holds something else than a VariableDef: {e.Message}", e);
        }
    }

    private static Operation Restore(Graph graph, string path, Operation variable, SaveSliceInfoDef? slice)
    {
        bool isReference = variable[0].DType.IsReference();
        DType dtype = isReference ? variable[0].DType.BaseType() : variable.Attributes.Get<DType>("dtype");
        Output restored = graph.AddOperation(
            "RestoreV2",
            [Constant(graph, Tensor.Scalar(path)), Constant(graph, Tensor.From(slice?.FullName ?? variable.Name)), Constant(graph, Tensor.From(Specification(slice)))],
            new Dictionary<string, object> { ["dtypes"] = new[] { dtype } })[0];
        return graph.AddOperation(isReference ? "Assign" : "AssignVariableOp", [variable[0], restored]);
    }

    /// <summary>The part of a whole tensor that a partitioned variable is: sizes of the whole, then start and length of each dimension.</summary>
    private static string Specification(SaveSliceInfoDef? slice) => slice is null ? ""
        : string.Join(' ', slice.FullShape) + " " + string.Join(':', slice.VarOffset.Zip(slice.VarShape, (offset, size) => $"{offset},{size}"));

    private static Output Constant(Graph graph, Tensor value) =>
        graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];
}
