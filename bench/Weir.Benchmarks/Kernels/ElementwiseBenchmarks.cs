using System.Numerics.Tensors;

using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>Activations, softmax and bias against TensorPrimitives (one thread) and ONNX Runtime.</summary>
internal static class ElementwiseBenchmarks
{
    public static void Run(int threads)
    {
        foreach ((int rows, int columns) in new[] { (1, 16), (8, 1024), (128, 1000), (1000, 1024) })
        {
            int n = rows * columns;
            float[] values = NativeArray.Random(n, 5, 1), biasValues = NativeArray.Random(columns, 5, 2);
            using var x = new NativeArray(values);
            using var y = new NativeArray(n);
            using var bias = new NativeArray(biasValues);
            BroadcastPlan.TryCreate([rows, columns], [columns], out BroadcastPlan plan);
            string shape = $"[{rows},{columns}]";

            Compare<Relu>("relu", "Relu", () => TensorPrimitives.Max(x.Span, 0f, y.Span));
            Compare<Exp>("exp", "Exp", () => TensorPrimitives.Exp(x.Span, y.Span));
            Compare<Log>("log", "Log", () => TensorPrimitives.Log(x.Span, y.Span));
            Compare<Tanh>("tanh", "Tanh", () => TensorPrimitives.Tanh(x.Span, y.Span));
            Compare<Sigmoid>("sigmoid", "Sigmoid", () => TensorPrimitives.Sigmoid(x.Span, y.Span));
            Compare<Erf>("erf", "Erf", null);

            using var softmax = new OneNodeModel("Softmax", [([rows, columns], values, false)], [rows, columns], threads);
            SideBySide.Print(
                "softmax " + shape,
                0,
                new("weir", () => Softmax.Run<float>(x.Span, y.Span, columns, logarithm: false)),
                new("ort", softmax.Run));
            using var add = new OneNodeModel("Add", [([rows, columns], values, false), ([columns], biasValues, false)], [rows, columns], threads);
            SideBySide.Print(
                "bias " + shape,
                0,
                new("weir", () => Elementwise.Binary<float, Add>(plan, x.Span, bias.Span, y.Span)),
                new("ort", add.Run));

            void Compare<TOp>(string name, string onnx, Action? primitives)
                where TOp : struct, IUnaryOperator
            {
                using var model = new OneNodeModel(onnx, [([rows, columns], values, false)], [rows, columns], threads);
                SideBySide.Print(
                    $"{name} {shape}",
                    0,
                    [new("weir", () => Elementwise.Unary<float, TOp>(x.Span, y.Span)), .. primitives is null ? [] : new Contestant[] { new("tp", primitives) }, new("ort", model.Run)]);
            }
        }
    }
}
