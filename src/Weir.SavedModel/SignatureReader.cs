using Weir.Graphs;
using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>Reads the inputs and outputs of SignatureDefs.</summary>
internal static class SignatureReader
{
    public static SortedDictionary<string, SignatureTensor> Tensors(IDictionary<string, TensorInfo> infos)
    {
        SortedDictionary<string, SignatureTensor> tensors = new(StringComparer.Ordinal);
        foreach ((string key, TensorInfo info) in infos)
        {
            Shape shape = info.TensorShape is { } proto ? ShapeCodec.Decode(proto) : Shape.Unknown;
            tensors.Add(key, new SignatureTensor(key, info.Name, (DType)info.Dtype, shape));
        }

        return tensors;
    }

    /// <summary>All signatures but the one that only names the init op.</summary>
    public static Dictionary<string, Signature> Signatures(MetaGraphDef metaGraph, Session session) => metaGraph.SignatureDef
        .Where(pair => pair.Key != InitOp.SignatureKey)
        .ToDictionary(pair => pair.Key, pair => new Signature(pair.Key, pair.Value, session), StringComparer.Ordinal);
}
