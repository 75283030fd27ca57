using System.Globalization;
using Weir.Protos;

namespace Weir.Sessions;

/// <summary>A trace as TensorFlow's profiler has one: a line of events for each thread, inside of an event for the whole run.</summary>
/// <remarks>Source: xplane_schema.h, xplane_builder.h, tf_op_utils.cc, group_events.cc.</remarks>
internal sealed class ProfileOf
{
    /// <summary>The plane of what a host's threads do.</summary>
    private const string HostPlane = "/host:CPU";

    private const string RunEvent = "SessionRun";
    private const long PicosecondsPerTick = TimeSpan.NanosecondsPerTick * 1000;

    private readonly XPlane plane = new() { Name = HostPlane };
    private readonly Dictionary<(string Name, string Shown), long> events = [];
    private readonly Dictionary<string, long> stats = [];

    public static XSpace Trace(RunTrace trace, DateTimeOffset began)
    {
        XSpace space = new() { Planes = { new ProfileOf().Plane(trace, (began - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) } };
        if (trace.Dropped > 0) space.Warnings.Add($"{trace.Dropped} steps were run beyond the {trace.Entries.Count} that were kept.");
        return space;
    }

    private XPlane Plane(RunTrace trace, long origin)
    {
        foreach (IGrouping<int, RunTrace.Entry> thread in trace.Entries.GroupBy(entry => entry.Thread))
        {
            XLine line = new() { Id = thread.Key, Name = string.Create(CultureInfo.InvariantCulture, $"thread {thread.Key}"), TimestampNs = origin };
            if (plane.Lines.Count == 0) line.Events.Add(WholeRun(trace.Entries));

            // What encloses others comes before them.
            line.Events.AddRange(thread.OrderBy(entry => entry.Start).ThenByDescending(entry => entry.Duration).Select(Step));
            plane.Lines.Add(line);
        }

        return plane;
    }

    /// <summary>The event that makes all others a step of the profile.</summary>
    private XEvent WholeRun(IReadOnlyList<RunTrace.Entry> entries)
    {
        TimeSpan start = entries.Min(entry => entry.Start), end = entries.Max(entry => entry.Start + entry.Duration);
        XEvent run = Event(RunEvent, "", start, end - start);
        run.Stats.Add(new XStat { MetadataId = Stat("_r"), Int64Value = 1 });
        run.Stats.Add(new XStat { MetadataId = Stat("step_num"), Int64Value = 0 });
        return run;
    }

    /// <summary>Names of ops are "node:Op" for the profiler. Several ops that were computed together are one, named after all of them.</summary>
    private XEvent Step(RunTrace.Entry entry)
    {
        XEvent step = Event($"{entry.Node}:{entry.Op.Replace('+', '_')}", entry.Op, entry.Start, entry.Duration);
        if (entry.Outputs.Count > 0)
        {
            string made = string.Join(", ", entry.Outputs.Select(output => output.DType.TfName() + output.Shape));
            step.Stats.Add(new XStat { MetadataId = Stat("outputs"), StrValue = made });
            step.Stats.Add(new XStat { MetadataId = Stat("output bytes"), Int64Value = entry.Outputs.Sum(output => output.Bytes) });
        }

        return step;
    }

    private XEvent Event(string name, string shown, TimeSpan start, TimeSpan duration)
    {
        if (!events.TryGetValue((name, shown), out long id))
        {
            events.Add((name, shown), id = events.Count + 1);
            plane.EventMetadata.Add(id, new XEventMetadata { Id = id, Name = name, DisplayName = shown });
        }

        return new XEvent { MetadataId = id, OffsetPs = start.Ticks * PicosecondsPerTick, DurationPs = duration.Ticks * PicosecondsPerTick };
    }

    private long Stat(string name)
    {
        if (stats.TryGetValue(name, out long id)) return id;
        stats.Add(name, id = stats.Count + 1);
        plane.StatMetadata.Add(id, new XStatMetadata { Id = id, Name = name });
        return id;
    }
}
