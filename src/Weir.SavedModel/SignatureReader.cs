using System.Globalization;
using Weir.Graphs;
using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>Reads the inputs and outputs of SignatureDefs.</summary>
/// <remarks>
/// A TensorInfo may stand for several tensors. A sparse one, <c>sp</c>, becomes <c>sp.values</c>, <c>sp.indices</c> and <c>sp.dense_shape</c>;
/// a composite one, <c>rt</c>, becomes <c>rt.0</c>, <c>rt.1</c> and so on, in the order of its components.
/// </remarks>
internal static class SignatureReader
{
    /// <exception cref="TfException">INVALID_ARGUMENT: a shape is none, or two tensors have the same key.</exception>
    public static SortedDictionary<string, SignatureTensor> Tensors(IDictionary<string, TensorInfo> infos)
    {
        SortedDictionary<string, SignatureTensor> tensors = new(StringComparer.Ordinal);
        foreach ((string key, TensorInfo info) in infos) Add(tensors, key, info);
        return tensors;
    }

    /// <summary>All signatures but the one that only names the init op.</summary>
    public static Dictionary<string, Signature> Signatures(MetaGraphDef metaGraph, Session session) => metaGraph.SignatureDef
        .Where(pair => pair.Key != InitOp.SignatureKey)
        .ToDictionary(pair => pair.Key, pair => new Signature(pair.Key, pair.Value, session), StringComparer.Ordinal);

    /// <summary>Recurs as deep as messages nest, which protobuf's parser bounds.</summary>
    private static void Add(SortedDictionary<string, SignatureTensor> tensors, string key, TensorInfo info)
    {
        switch (info.EncodingCase)
        {
            case TensorInfo.EncodingOneofCase.CooSparse:
                Add(tensors, new SignatureTensor(key + ".values", info.CooSparse.ValuesTensorName, (DType)info.Dtype, Shape.Unknown));
                Add(tensors, new SignatureTensor(key + ".indices", info.CooSparse.IndicesTensorName, DType.Int64, Shape.Unknown));
                Add(tensors, new SignatureTensor(key + ".dense_shape", info.CooSparse.DenseShapeTensorName, DType.Int64, Shape.Unknown));
                break;
            case TensorInfo.EncodingOneofCase.CompositeTensor:
                int index = 0;
                foreach (TensorInfo component in info.CompositeTensor.Components) Add(tensors, string.Create(CultureInfo.InvariantCulture, $"{key}.{index++}"), component);
                break;
            default:
                Add(tensors, new SignatureTensor(key, info.Name, (DType)info.Dtype, info.TensorShape is { } proto ? ShapeCodec.Decode(proto) : Shape.Unknown));
                break;
        }
    }

    private static void Add(SortedDictionary<string, SignatureTensor> tensors, SignatureTensor tensor)
    {
        if (!tensors.TryAdd(tensor.Key, tensor)) throw new TfException(StatusCode.InvalidArgument, $"Two tensors of the signature have the key '{tensor.Key}'.");
    }
}
