using Weir.Graphs;
using Weir.Protos;

namespace Weir.Sessions;

/// <summary>A trace as TensorFlow's StepStats.</summary>
/// <remarks>Source: step_stats_collector.cc.</remarks>
internal static class StepStatsOf
{
    public const string Device = "/job:localhost/replica:0/task:0/device:CPU:0";

    private const string Allocator = "cpu";

    public static StepStats Trace(RunTrace trace, DateTimeOffset began)
    {
        DeviceStepStats device = new() { Device = Device };
        long origin = (began - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        foreach (RunTrace.Entry entry in trace.Entries) device.NodeStats.Add(Node(entry, origin));
        return new StepStats { DevStats = { device } };
    }

    private static NodeExecStats Node(RunTrace.Entry entry, long origin)
    {
        long start = origin + (entry.Start.Ticks * TimeSpan.NanosecondsPerTick), length = entry.Duration.Ticks * TimeSpan.NanosecondsPerTick;
        NodeExecStats node = new()
        {
            NodeName = entry.Node,
            TimelineLabel = $"{entry.Node} = {entry.Op}()",
            ThreadId = (uint)entry.Thread,
            AllStartMicros = start / 1000,
            AllStartNanos = start,
            ScheduledMicros = start / 1000,
            ScheduledNanos = start,
            OpEndRelMicros = length / 1000,
            OpEndRelNanos = length,
            AllEndRelMicros = length / 1000,
            AllEndRelNanos = length,
        };
        for (int i = 0; i < entry.Outputs.Count; i++) node.Output.Add(Output(i, entry.Outputs[i]));
        return node;
    }

    private static NodeOutput Output(int slot, RunTrace.TensorInfo made) => new()
    {
        Slot = slot,
        TensorDescription = new TensorDescription
        {
            Dtype = (DataType)made.DType,
            Shape = ShapeCodec.Encode(made.Shape),
            AllocationDescription = new AllocationDescription { RequestedBytes = made.Bytes, AllocatedBytes = made.Bytes, AllocatorName = Allocator },
        },
    };
}
