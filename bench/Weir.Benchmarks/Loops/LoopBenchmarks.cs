using System.Globalization;
using Weir.Simd;

namespace Weir.Benchmarks.Loops;

/// <summary>What a round of a loop costs, and recurrent layers against plain loops over the same kernels.</summary>
internal static class LoopBenchmarks
{
    private const int Rounds = 10_000;

    public static void Run(string[] args)
    {
        SideBySide.ReadFlags(args);
        WorkPool.MaxDegree = 1;
        Scalars();
        foreach (int batch in new[] { 1, 8, 32 })
        {
            foreach (Cell cell in new Cell[] { new SimpleCell(batch), new LeakyCell(batch), new GruCell(batch) })
            {
                using RecurrentLayer layer = new(cell);
                float difference = layer.Difference();
                if (difference > 1e-4) throw new InvalidOperationException($"The {cell.Name} cell's loops differ by {difference}.");
                SideBySide.Print($"{cell.Name} cell, batch {batch}", 0, new("plan", layer.Plan), new("plain loop", layer.Plain));
            }
        }
    }

    /// <summary>while i &lt; n: x = x * a + b; i = i + 1.</summary>
    private static void Scalars()
    {
        (string, DType)[] arguments = [("i", DType.Int32), ("x", DType.Float32)];
        FunctionBuilder condition = new("more", arguments), body = new("step", arguments);
        condition.Return("more", DType.Bool, condition.Node("Less", DType.Int32, "T", "i", condition.Const(Tensor.Scalar(Rounds))));
        body.Return("next", DType.Int32, body.Node("AddV2", DType.Int32, "T", "i", body.Const(Tensor.Scalar(1))));
        body.Return("value", DType.Float32, body.Node("AddV2", body.Node("Mul", "x", body.Const(Tensor.Scalar(0.5f))), body.Const(Tensor.Scalar(1f))));
        Graph graph = new();
        Output x = graph.AddOperation("Placeholder", [], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
        Output zero = graph.AddOperation("Const", [], new Dictionary<string, object> { ["dtype"] = DType.Int32, ["value"] = Tensor.Scalar(0) })[0];
        Operation loop = FunctionBuilder.While(graph, condition.Build(), body.Build(), zero, x);
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [loop[1]]);
        Tensor[] feeds = [Tensor.Scalar(1f)], fetches = new Tensor[1];
        double seconds = SideBySide.Medians(new Contestant("while", Call))[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"while, {Rounds} rounds of compare, multiply, two additions: {seconds / Rounds * 1e9:F0} ns a round"));

        void Call()
        {
            callable.Run(feeds, fetches);
            fetches[0].Dispose();
        }
    }
}
