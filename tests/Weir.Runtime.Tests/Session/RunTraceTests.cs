using System.Text.Json;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>What a run tells of its steps, and in which forms.</summary>
public sealed class RunTraceTests
{
    private readonly Graph graph = new();
    private readonly Output x;
    private readonly Output product;
    private readonly Output share;

    public RunTraceTests()
    {
        x = graph.Placeholder("x");
        product = graph.Apply("MatMul", x, x);
        share = graph.Apply("Softmax", product);
    }

    [Fact]
    public void Run_metadata_has_each_step_with_its_time_and_what_it_made()
    {
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        RunTrace trace = Trace();
        DeviceStepStats device = Assert.Single(trace.ToRunMetadata().StepStats.DevStats);
        Assert.Equal("/job:localhost/replica:0/task:0/device:CPU:0", device.Device);
        Assert.Equal([product.Operation.Name, share.Operation.Name], device.NodeStats.Select(node => node.NodeName));
        Assert.All(device.NodeStats, node =>
        {
            Assert.InRange(node.AllStartMicros, before.ToUnixTimeMilliseconds() * 1000, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000 + 1000);
            Assert.Equal(node.AllStartNanos / 1000, node.AllStartMicros);
            TensorDescription made = Assert.Single(node.Output).TensorDescription;
            Assert.Equal([2L, 2L], made.Shape.Dim.Select(dim => dim.Size));
            Assert.Equal((DataType.DtFloat, 16L), (made.Dtype, made.AllocationDescription.RequestedBytes));
        });
        Assert.True(device.NodeStats[0].AllStartNanos + device.NodeStats[0].AllEndRelNanos <= device.NodeStats[1].AllStartNanos);
    }

    [Fact]
    public void A_Chrome_trace_has_an_event_for_each_step()
    {
        using MemoryStream stream = new();
        Trace().WriteChromeTrace(stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement[] steps = [.. json.RootElement.GetProperty("traceEvents").EnumerateArray().Where(one => one.GetProperty("ph").GetString() == "X")];
        Assert.Equal(["MatMul", "Softmax"], steps.Select(step => step.GetProperty("name").GetString()));
        Assert.Equal(product.Operation.Name, steps[0].GetProperty("args").GetProperty("name").GetString());
        Assert.True(steps[0].GetProperty("ts").GetDouble() + steps[0].GetProperty("dur").GetDouble() <= steps[1].GetProperty("ts").GetDouble() + 0.2);
    }

    [Fact]
    public void TensorBoard_gets_a_tagged_record()
    {
        string folder = Directory.CreateTempSubdirectory("weir-trace-").FullName;
        try
        {
            RunMetadata metadata = Trace().ToRunMetadata();
            string path;
            using (EventFileWriter writer = new(folder))
            {
                path = writer.Path;
                writer.WriteGraph(new GraphDef { Node = { new NodeDef { Name = "n", Op = "NoOp" } } });
                writer.WriteRunMetadata("step7", metadata, 7);
            }

            Event[] events = [.. EventFileReader.Read(path)];
            Assert.Equal("n", GraphDef.Parser.ParseFrom(events[1].GraphDef).Node[0].Name);
            Assert.Equal(("step7", 7L), (events[2].TaggedRunMetadata.Tag, events[2].Step));
            Assert.Equal(metadata, RunMetadata.Parser.ParseFrom(events[2].TaggedRunMetadata.RunMetadata));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_profile_has_the_steps_inside_of_the_run()
    {
        XSpace space = XSpace.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(Trace().ToProfile()));
        XPlane plane = Assert.Single(space.Planes);
        XLine line = Assert.Single(plane.Lines);
        Assert.Equal("/host:CPU", plane.Name);
        Assert.Equal(["SessionRun", $"{product.Operation.Name}:MatMul", $"{share.Operation.Name}:Softmax"], line.Events.Select(one => plane.EventMetadata[one.MetadataId].Name));
        (XEvent run, XEvent first, XEvent last) = (line.Events[0], line.Events[1], line.Events[2]);
        Assert.True(run.OffsetPs <= first.OffsetPs && first.OffsetPs + first.DurationPs <= last.OffsetPs && last.OffsetPs + last.DurationPs <= run.OffsetPs + run.DurationPs);
        Assert.InRange(line.TimestampNs / 1_000_000, TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeMilliseconds(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1);
        Assert.Equal(["_r=1", "step_num=0"], run.Stats.Select(stat => $"{plane.StatMetadata[stat.MetadataId].Name}={stat.Int64Value}"));
        Assert.Equal(["float[2,2]", "16"], first.Stats.Select(stat => stat.ValueCase == XStat.ValueOneofCase.StrValue ? stat.StrValue : $"{stat.Int64Value}"));
        Assert.Empty(space.Warnings);
        Assert.Single(Trace(new RunTrace { MaxEntries = 1 }).ToProfile().Warnings);
        Assert.Empty(Assert.Single(new RunTrace().ToProfile().Planes).Lines);
    }

    [Fact]
    public void A_trace_is_bounded()
    {
        RunTrace trace = Trace(new RunTrace { MaxEntries = 1 });
        Assert.Single(trace.Entries);
        Assert.Equal(1, trace.Dropped);
    }

    [Fact]
    public void The_prologue_is_traced_by_the_run_that_makes_it()
    {
        Output y = graph.Apply("AddV2", x, graph.Apply("Exp", graph.Const(Tensor.From(0f, 0f))));
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [y]);
        using Tensor fed = Tensor.From(1f, 2f);
        RunTrace first = new(), second = new();
        foreach (RunTrace trace in new[] { first, second }) callable.Run([fed], new Tensor[1], new RunOptions { Trace = trace }, TestContext.Current.CancellationToken);
        Assert.Equal([("Const", true), ("Exp", true), ("AddV2", false)], first.Entries.Select(entry => (entry.Op, entry.IsPrologue)));
        Assert.Equal(["AddV2"], second.Entries.Select(entry => entry.Op));
        Assert.Equal(8, first.Entries[1].Outputs[0].Bytes);
    }

    [Fact]
    public void Waiting_is_part_of_a_step()
    {
        Output queue = graph.AddOperation("FIFOQueueV2", attributes: new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 } })[0];
        Operation put = graph.AddOperation("QueueEnqueueV2", [queue, graph.Const(1, DType.Float32)]);
        Output take = graph.AddOperation("QueueDequeueV2", [queue], new Dictionary<string, object> { ["component_types"] = new[] { DType.Float32 } })[0];
        using Session session = new(graph);
        RunTrace trace = new();
        session.Run(null, [take], [put], new RunOptions { Trace = trace }, TestContext.Current.CancellationToken);
        Assert.Equal(["QueueDequeueV2", "QueueEnqueueV2"], trace.Entries.Where(entry => !entry.IsPrologue).Select(entry => entry.Op).Order());
        Assert.Equal(4, trace.Entries.Single(entry => entry.Op == "QueueDequeueV2").Outputs[0].Bytes);
    }

    [Fact]
    public void A_plan_can_be_read()
    {
        Output weights = graph.Read(graph.VariableHandle("v"));
        Output y = graph.Apply("Relu", graph.Apply("BiasAdd", graph.Apply("MatMul", x, graph.Apply("Neg", weights)), graph.Const(Tensor.From(1f, 2f))));
        using Session session = new(graph);
        string[] lines = session.MakeCallable([x], [y]).DescribePlan().Split('\n');
        Assert.Contains(lines, line => line.Contains("= x:0 float", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("= Neg(q", StringComparison.Ordinal) && line.Contains("keeps p", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("= MatMul+BiasAdd+Relu(s0, packed p", StringComparison.Ordinal) && line.Contains("frees s0", StringComparison.Ordinal));
    }

    private RunTrace Trace(RunTrace? trace = null)
    {
        trace ??= new RunTrace();
        using Session session = new(graph);
        using Tensor fed = Tensor.From<float>([1, 2, 3, 4], [2, 2]);
        foreach (Tensor result in session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [product, share], options: new RunOptions { Trace = trace }, cancellationToken: TestContext.Current.CancellationToken)) result.Dispose();
        return trace;
    }
}
