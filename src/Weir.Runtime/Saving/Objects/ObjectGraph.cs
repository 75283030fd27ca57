using Google.Protobuf;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>The objects below a root, each once, with the keys under which their variables are stored.</summary>
/// <remarks>Source: save_util.py, checkpoint/util.py and trackable/trackable_utils.py (TensorFlow 2.15).</remarks>
internal sealed class ObjectGraph
{
    /// <summary>What a variable's value is called among an object's attributes.</summary>
    public const string ValueName = "VARIABLE_VALUE";

    private readonly List<Trackable> objects = [];
    private readonly List<string> paths = [];
    private readonly Dictionary<object, int> ids = new(ReferenceEqualityComparer.Instance);
    private readonly TrackableObjectGraph proto = new();

    private ObjectGraph()
    {
    }

    /// <summary>Every object in the order of its number: the root, its parts, their parts; then what optimizers keep.</summary>
    public IReadOnlyList<Trackable> Objects => objects;

    public static ObjectGraph Of(Trackable root)
    {
        ObjectGraph graph = new();
        graph.Add(root, "");
        for (int i = 0; i < graph.objects.Count; i++) graph.AddParts(i);
        int count = graph.objects.Count;
        for (int i = 0; i < count; i++) graph.AddSlots(i, count);
        graph.MarkStored();
        return graph;
    }

    /// <summary>The variables with their keys, in the order in which they are written.</summary>
    public IReadOnlyList<(string Key, Variable Variable)> Variables() =>
        [.. objects.Select((item, i) => (item.Variable, Attributes: proto.Nodes[i].Attributes)).Where(pair => pair.Variable is not null).Select(pair => (pair.Attributes[0].CheckpointKey, pair.Variable!))];

    public byte[] ToBytes() => proto.ToByteArray();

    private static string Escaped(string name) => name.Replace(".", "..", StringComparison.Ordinal).Replace("/", ".S", StringComparison.Ordinal);

    private int Add(Trackable item, string path)
    {
        if (ids.TryGetValue(item.Identity, out int known)) return known;
        int id = objects.Count;
        ids.Add(item.Identity, id);
        objects.Add(item);
        paths.Add(path);
        TrackableObjectGraph.Types.TrackableObject node = new();
        if (item.Variable is not null)
        {
            node.Attributes.Add(new TrackableObjectGraph.Types.TrackableObject.Types.SerializedTensor
            {
                Name = ValueName, FullName = item.FullName, CheckpointKey = $"{path}/.ATTRIBUTES/{ValueName}",
            });
        }

        proto.Nodes.Add(node);
        return id;
    }

    private void AddParts(int id)
    {
        foreach ((string name, Trackable part) in objects[id].Children)
        {
            string path = paths[id].Length == 0 ? Escaped(name) : $"{paths[id]}/{Escaped(name)}";
            proto.Nodes[id].Children.Add(new TrackableObjectGraph.Types.TrackableObject.Types.ObjectReference { NodeId = Add(part, path), LocalName = name });
        }
    }

    private void AddSlots(int id, int count)
    {
        Trackable optimizer = objects[id];
        string[] names = [.. optimizer.Slots.Select(slot => slot.Name).Distinct()];
        foreach (string name in names)
        {
            for (int original = 0; original < count; original++)
            {
                if (objects[original].Variable is not { } variable || optimizer.FindSlot(variable, name) is not { } slot) continue;
                if (ids.ContainsKey(slot.Identity)) throw new ArgumentException($"The variable {slot.FullName}, which an optimizer keeps as '{name}', is part of another object too.");
                proto.Nodes[id].SlotVariables.Add(new TrackableObjectGraph.Types.TrackableObject.Types.SlotVariableReference
                {
                    OriginalVariableNodeId = original, SlotName = name, SlotVariableNodeId = Add(slot, $"{paths[original]}/.OPTIMIZER_SLOT/{paths[id]}/{Escaped(name)}"),
                });
            }
        }
    }

    /// <summary>Says of every object whether something is stored of it or below it.</summary>
    private void MarkStored()
    {
        List<int>[] parents = [.. proto.Nodes.Select(_ => new List<int>())];
        Queue<int> open = [];
        for (int i = 0; i < parents.Length; i++)
        {
            foreach (TrackableObjectGraph.Types.TrackableObject.Types.ObjectReference child in proto.Nodes[i].Children) parents[child.NodeId].Add(i);
            bool isStored = proto.Nodes[i].Attributes.Count > 0 || proto.Nodes[i].SlotVariables.Count > 0;
            proto.Nodes[i].HasCheckpointValues = isStored;
            if (isStored) open.Enqueue(i);
        }

        while (open.TryDequeue(out int stored))
        {
            foreach (int parent in parents[stored].Where(parent => proto.Nodes[parent].HasCheckpointValues == false))
            {
                proto.Nodes[parent].HasCheckpointValues = true;
                open.Enqueue(parent);
            }
        }
    }
}
