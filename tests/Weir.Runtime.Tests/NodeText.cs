using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Nodes as they can be compared: one encoding of a tensor, and nothing of what Python alone knows.</summary>
internal static class NodeText
{
    public static NodeDef Comparable(NodeDef node)
    {
        NodeDef bare = node.Clone();
        bare.ExperimentalDebugInfo = null;
        bare.ExperimentalType = null;
        bare.Attr.Remove("_output_shapes");
        foreach (AttrValue value in bare.Attr.Values.Where(value => value.ValueCase == AttrValue.ValueOneofCase.Tensor))
        {
            using Tensor tensor = TensorProtoCodec.Decode(value.Tensor);
            value.Tensor = TensorProtoCodec.Encode(tensor);
        }

        return bare;
    }
}
