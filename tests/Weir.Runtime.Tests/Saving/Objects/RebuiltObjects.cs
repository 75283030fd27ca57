using Weir.Protos;
using Stored = Weir.Protos.TrackableObjectGraph.Types.TrackableObject;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Objects like those that a checkpoint holds, of variables without values.</summary>
internal static class RebuiltObjects
{
    public static ObjectCheckpoint Of(Graph graph, string prefix)
    {
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        using Tensor bytes = reader.Read("_CHECKPOINTABLE_OBJECT_GRAPH");
        TrackableObjectGraph stored = TrackableObjectGraph.Parser.ParseFrom(bytes.GetBytes(0));
        ObjectCheckpoint root = new(graph);
        Trackable[] objects = new Trackable[stored.Nodes.Count];
        for (int i = 0; i < objects.Length; i++)
        {
            Stored.Types.SerializedTensor? value = stored.Nodes[i].Attributes.SingleOrDefault();
            objects[i] = i == 0 ? root : value is null ? new Trackable()
                : Trackable.Named(graph.Variable($"v{i}", Initializers.Zeros, reader.GetShape(value.CheckpointKey), reader.GetDType(value.CheckpointKey)), value.FullName);
        }

        for (int i = 0; i < objects.Length; i++)
        {
            foreach (Stored.Types.ObjectReference child in stored.Nodes[i].Children) objects[i][child.LocalName] = objects[child.NodeId];
            foreach (Stored.Types.SlotVariableReference slot in stored.Nodes[i].SlotVariables) objects[i].AddSlot(objects[slot.OriginalVariableNodeId].Variable!, slot.SlotName, objects[slot.SlotVariableNodeId]);
        }

        return root;
    }
}
