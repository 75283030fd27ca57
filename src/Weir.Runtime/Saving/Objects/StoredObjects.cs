using Weir.Protos;
using Stored = Weir.Protos.TrackableObjectGraph.Types.TrackableObject;

namespace Weir.Saving;

/// <summary>The object graph of a checkpoint, every number in it checked.</summary>
internal sealed class StoredObjects
{
    private const int MostNamesShown = 100;

    private readonly TrackableObjectGraph proto;

    private StoredObjects(TrackableObjectGraph proto) => this.proto = proto;

    public IReadOnlyList<Stored> Nodes => proto.Nodes;

    /// <returns>The objects; null: this is a checkpoint of names.</returns>
    /// <exception cref="TfException">DATA_LOSS: the object graph is damaged.</exception>
    public static StoredObjects? Read(CheckpointReader reader)
    {
        if (!reader.Contains(CheckpointReader.ObjectGraphKey)) return null;
        using Tensor stored = reader.Read(CheckpointReader.ObjectGraphKey);
        if (stored.DType != DType.String || stored.ElementCount != 1) throw Damaged(reader, $"it is {stored.DType.TfName()} of shape {stored.Shape}");
        TrackableObjectGraph proto;
        try
        {
            proto = MessageBytes.Parse(TrackableObjectGraph.Parser, stored.Strings[0]);
        }
        catch (TfException e)
        {
            throw Damaged(reader, e.Message);
        }

        int count = proto.Nodes.Count;
        if (count == 0) throw Damaged(reader, "it has no root");
        foreach (Stored node in proto.Nodes)
        {
            IEnumerable<int> mentioned = node.Children.Select(child => child.NodeId).Concat(node.SlotVariables.SelectMany(slot => new[] { slot.OriginalVariableNodeId, slot.SlotVariableNodeId }));
            foreach (int id in mentioned.Where(id => id < 0 || id >= count)) throw Damaged(reader, $"it mentions the node {id} and has {count}");
        }

        return new StoredObjects(proto);
    }

    /// <summary>The keys of the stored values by the full names of variables.</summary>
    public Dictionary<string, string> KeysByName()
    {
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        foreach (Stored.Types.SerializedTensor attribute in proto.Nodes.SelectMany(node => node.Attributes)) keys[attribute.FullName] = attribute.CheckpointKey;
        return keys;
    }

    /// <summary>Finds for stored objects those that take their place: the root, and from there whatever has the same name.</summary>
    public Dictionary<int, Trackable> Match(Trackable root)
    {
        Dictionary<int, Trackable> bound = new() { [0] = root };
        Queue<int> open = new([0]);
        while (open.TryDequeue(out int id))
        {
            foreach (Stored.Types.ObjectReference child in proto.Nodes[id].Children)
            {
                if (bound[id].Find(child.LocalName) is { } part && bound.TryAdd(child.NodeId, part)) open.Enqueue(child.NodeId);
            }
        }

        foreach ((int id, Trackable optimizer) in bound.ToArray())
        {
            foreach (Stored.Types.SlotVariableReference slot in proto.Nodes[id].SlotVariables)
            {
                if (bound.GetValueOrDefault(slot.OriginalVariableNodeId)?.Variable is { } original && optimizer.FindSlot(original, slot.SlotName) is { } kept) bound.TryAdd(slot.SlotVariableNodeId, kept);
            }
        }

        return bound;
    }

    /// <summary>The way to an object, as a program would write it: <c>(root).model.kernel</c>.</summary>
    public string PathOf(int wanted)
    {
        (int Parent, string Name)?[] ways = new (int, string)?[proto.Nodes.Count];
        Queue<int> open = new([0]);
        while (open.TryDequeue(out int id))
        {
            IEnumerable<(int Id, string Name)> parts = proto.Nodes[id].Children.Select(child => (child.NodeId, "." + child.LocalName))
                .Concat(proto.Nodes[id].SlotVariables.Select(slot => (slot.SlotVariableNodeId, $"'s '{slot.SlotName}' of {slot.OriginalVariableNodeId}")));
            foreach ((int part, string name) in parts.Where(part => part.Id != 0 && ways[part.Id] is null))
            {
                ways[part] = (id, name);
                open.Enqueue(part);
            }
        }

        Stack<string> names = [];
        for (int at = wanted; ways[at] is { } way && names.Count < MostNamesShown; at = way.Parent) names.Push(way.Name);
        return "(root)" + string.Concat(names);
    }

    private static TfException Damaged(CheckpointReader reader, string why) => new(StatusCode.DataLoss, $"The object graph of {reader.Prefix} can not be used: {why}.");
}
