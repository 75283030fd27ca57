using System.Globalization;
using Weir.Protos;

namespace Weir.Benchmarks.Load;

/// <summary>A graph of 100,000 nodes, deep as well as wide, imported, planned and run on a thread with a small stack: nothing may recurse along it.</summary>
internal static class LargeGraph
{
    private const int Nodes = 100_000;
    private const int StackBytes = 256 << 10;

    private static readonly string[] Unary = ["Neg", "Relu", "Tanh", "Abs", "Square"];

    public static void Run()
    {
        Thread thread = new(Measure, StackBytes);
        thread.Start();
        thread.Join();
    }

    private static void Measure()
    {
        foreach ((string name, GraphDef message) in new[] { ("one chain", Chain(Nodes)), ("100 chains, added", Chain(Nodes / 100)) })
        {
            long allocated = GC.GetTotalAllocatedBytes();
            double start = Clock.Seconds;
            Graph graph = new();
            graph.Import(message);
            double imported = Clock.Seconds - start;
            using Session session = new(graph);
            start = Clock.Seconds;
            Callable callable = session.MakeCallable([graph.GetOutput("x:0")], [graph.GetOutput("end:0")]);
            double planned = Clock.Seconds - start;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            GC.Collect();
            using Tensor x = Tensor.From(1f, 2f);
            Tensor[] results = new Tensor[1];
            start = Clock.Seconds;
            callable.Run([x], results);
            double ran = Clock.Seconds - start;
            results[0].Dispose();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{message.Node.Count:N0} nodes, {name} | import {imported:F2} s, plan {planned:F2} s, first run {ran:F2} s | {allocated >> 20} MiB allocated"));
            GC.KeepAlive(graph);
        }
    }

    /// <summary>Chains of unary ops and additions of a constant from one input to one sum.</summary>
    private static GraphDef Chain(int length)
    {
        GraphDef message = new();
        AttrValue type = new() { Type = DataType.DtFloat };
        message.Node.Add(new NodeDef { Name = "x", Op = "Placeholder", Attr = { ["dtype"] = type } });
        message.Node.Add(new NodeDef { Name = "c", Op = "Const", Attr = { ["dtype"] = type, ["value"] = new AttrValue { Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorShape = new TensorShapeProto(), FloatVal = { 0.5f } } } } });
        NodeDef end = new() { Name = "end", Op = "AddN", Attr = { ["T"] = type } };
        for (int chain = 0; chain < Nodes / length; chain++)
        {
            string before = "x";
            for (int i = 0; i < length; i++)
            {
                NodeDef node = new() { Name = $"n{chain}_{i}", Op = i % 2 == 0 ? "AddV2" : Unary[i / 2 % Unary.Length], Attr = { ["T"] = type }, Input = { before } };
                if (i % 2 == 0) node.Input.Add("c");
                message.Node.Add(node);
                before = node.Name;
            }

            end.Input.Add(before);
        }

        end.Attr["N"] = new AttrValue { I = end.Input.Count };
        message.Node.Add(end);
        return message;
    }
}
