using System.Globalization;
using Weir.Simd;

namespace Weir.Benchmarks.Models;

/// <summary>What a node costs: the slope of a chain of small ops against the same kernels called from a plain loop.</summary>
internal static class NodeChain
{
    private const int Nodes = 1000;
    private const int Elements = 16;

    public static void Run()
    {
        using Chain none = new(0), all = new(Nodes);
        using Kernels.NativeArray x = new(Elements), one = new(1);
        one.Span[0] = 1;
        WorkPool.MaxDegree = 1;
        Pairs whole = Pairs.Of(all.Run, () => Loop(x, one), 2);
        Pairs empty = Pairs.Of(none.Run, () => Loop(x, one), 0.5);
        double node = (whole.Ours - empty.Ours) / Nodes * 1e9, kernel = whole.Theirs / Nodes * 1e9;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"chain of {Nodes}    | {node:F1} ns a node, {kernel:F1} ns the same kernels in a plain loop: {node - kernel:F1} ns above | an empty call {empty.Ours * 1e9:F0} ns"));
    }

    private static void Loop(Kernels.NativeArray x, Kernels.NativeArray one)
    {
        for (int i = 0; i < Nodes; i += 2)
        {
            Elementwise.Binary<float, Subtract>(x.Span, one.Span, x.Span);
            Elementwise.Unary<float, Negate>(x.Span, x.Span);
        }
    }

    /// <summary>x - 1, negated, and so on: ops that no pass can leave out. Reading each value would make fusing them worthless; here nobody does.</summary>
    private sealed class Chain : IDisposable
    {
        private readonly Session session;
        private readonly Callable callable;
        private readonly Tensor[] feeds = [Tensor.From(new float[Elements])];
        private readonly Tensor[] fetches = new Tensor[1];

        public Chain(int nodes)
        {
            Graph graph = new();
            Output x = graph.AddOperation("Placeholder", [], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
            Output one = graph.AddOperation("Const", [], new Dictionary<string, object> { ["dtype"] = DType.Float32, ["value"] = Tensor.Scalar(1f) })[0];
            Output y = graph.AddOperation("Neg", [x])[0];
            for (int i = 0; i < nodes; i++) y = i % 2 == 0 ? graph.AddOperation("Sub", [y, one])[0] : graph.AddOperation("Neg", [y])[0];
            session = new Session(graph);
            callable = session.MakeCallable([x], [y]);
        }

        public void Run()
        {
            callable.Run(feeds, fetches);
            fetches[0].Dispose();
        }

        public void Dispose()
        {
            session.Dispose();
            feeds[0].Dispose();
        }
    }
}
