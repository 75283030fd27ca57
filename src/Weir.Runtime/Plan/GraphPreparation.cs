namespace Weir.Plans;

/// <summary>What is looked at once for the whole graph, before any run is pruned: the placement of its operations on devices.</summary>
internal sealed class GraphPreparation
{
    private readonly TfException? error;

    public GraphPreparation(Graph graph, bool allowSoftPlacement)
    {
        Version = graph.Version;
        if (allowSoftPlacement) return;
        Operation? misplaced = graph.Operations.FirstOrDefault(operation => !DeviceNames.IsLocalCpu(operation.Device));
        if (misplaced is not null)
        {
            error = new TfException(StatusCode.InvalidArgument,
                $"Cannot assign a device for operation {misplaced.Name}: {misplaced} was explicitly assigned to {misplaced.Device} but available devices are "
                + "[ /job:localhost/replica:0/task:0/device:CPU:0 ]. Make sure the device specification refers to a valid device, or allow soft placement."
                + $"\n\t [[{{{{node {misplaced.Name}}}}}]]");
        }
    }

    /// <summary>The version of the graph that was looked at.</summary>
    public int Version { get; }

    public void ThrowIfInvalid()
    {
        if (error is not null) throw new TfException(error.Code, error.Message);
    }
}
