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
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32);
        IReadOnlyList<Output> loop = graph.While(v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(Rounds))), v => [v[0] + 1, (v[1] * 0.5) + 1], [graph.Constant(Tensor.Scalar(0)), x]);
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
