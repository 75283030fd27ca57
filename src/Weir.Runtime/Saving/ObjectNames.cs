using Google.Protobuf;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>The names that variables had when an object-based checkpoint was written, with the keys under which they are stored.</summary>
/// <remarks>Source: <c>object_graph_key_mapping</c> in saver.py.</remarks>
internal static class ObjectNames
{
    private const string GraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

    /// <returns>Keys by names; null: this is no object-based checkpoint.</returns>
    /// <exception cref="TfException">DATA_LOSS: the object graph can not be parsed.</exception>
    public static Dictionary<string, string>? Read(string prefix)
    {
        if (!File.Exists(Bundles.BundleFiles.Index(prefix))) return null;
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        if (!reader.Contains(GraphKey)) return null;
        using Tensor stored = reader.Read(GraphKey);
        TrackableObjectGraph objects;
        try
        {
            objects = TrackableObjectGraph.Parser.ParseFrom(stored.GetBytes(0));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"The object graph of {prefix} can not be parsed: {e.Message}", e);
        }

        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        foreach (TrackableObjectGraph.Types.TrackableObject node in objects.Nodes)
        {
            foreach (TrackableObjectGraph.Types.TrackableObject.Types.SerializedTensor attribute in node.Attributes) keys[attribute.FullName] = attribute.CheckpointKey;
        }

        return keys;
    }
}
