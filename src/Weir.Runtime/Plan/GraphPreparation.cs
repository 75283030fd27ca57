using Weir.Ops;

namespace Weir.Plans;

/// <summary>What is looked at once for the whole graph, before any run is pruned: the placement of its operations on devices, and what lowering would refuse.</summary>
internal sealed class GraphPreparation
{
    private readonly TfException? error;

    public GraphPreparation(Graph graph, bool allowSoftPlacement)
    {
        Version = graph.Version;
        error = graph.Operations.Select(operation => Misplaced(operation, allowSoftPlacement) ?? NotLowered(operation)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The version of the graph that was looked at.</summary>
    public int Version { get; }

    public void ThrowIfInvalid()
    {
        if (error is not null) throw new TfException(error.Code, error.Message);
    }

    /// <summary>Soft placement moves an operation to another device, but not to another process.</summary>
    private static TfException? Misplaced(Operation operation, bool allowSoftPlacement)
    {
        if (operation.Device.Length == 0 || DeviceNames.IsLocalCpu(operation.Device) || (allowSoftPlacement && DeviceNames.IsLocal(operation.Device))) return null;
        return new TfException(StatusCode.InvalidArgument,
            $"Cannot assign a device for operation {operation.Name}: {operation} was explicitly assigned to {operation.Device} but available devices are "
            + "[ /job:localhost/replica:0/task:0/device:CPU:0 ]. Make sure the device specification refers to a valid device, or allow soft placement."
            + $"\n\t [[{{{{node {operation.Name}}}}}]]");
    }

    /// <summary>TensorFlow turns a marked If into a Switch before it prunes, and a Switch takes a bool alone.</summary>
    private static TfException? NotLowered(Operation operation)
    {
        if (OpTable.Find(operation.Type) is not If || operation.Attributes.Find("_lower_using_switch_merge") is not true || operation.InputTypes[0].BaseType() == DType.Bool) return null;
        return new TfException(StatusCode.InvalidArgument,
            $"Input 'pred' passed {operation.InputTypes[0].TfName()} expected bool: {operation} is to be lowered to a Switch.\n\t [[{{{{node {operation.Name}}}}}]]");
    }
}
