using Weir.Protos;

namespace Weir.Cli.Show;

/// <summary>How a signature would be computed. The graph is planned; no variable is read and nothing is run.</summary>
internal static class SignaturePlan
{
    /// <exception cref="TfException">The graph can not be imported or planned: an op without a kernel, for instance.</exception>
    public static string Describe(MetaGraphDef metaGraph, SignatureDef signature)
    {
        Graph graph = new();
        graph.Import(metaGraph.GraphDef);
        using Session session = new(graph, new SessionOptions { AllowSoftPlacement = true });
        return session.MakeCallable(Outputs(graph, signature.Inputs), Outputs(graph, signature.Outputs)).DescribePlan();
    }

    private static Output[] Outputs(Graph graph, IDictionary<string, TensorInfo> tensors) =>
        [.. tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).SelectMany(tensor => Names(tensor.Value)).Select(graph.GetOutput)];

    private static IEnumerable<string> Names(TensorInfo tensor) => tensor.EncodingCase switch
    {
        TensorInfo.EncodingOneofCase.CooSparse => [tensor.CooSparse.ValuesTensorName, tensor.CooSparse.IndicesTensorName, tensor.CooSparse.DenseShapeTensorName],
        TensorInfo.EncodingOneofCase.CompositeTensor => tensor.CompositeTensor.Components.SelectMany(Names),
        _ => [tensor.Name],
    };
}
