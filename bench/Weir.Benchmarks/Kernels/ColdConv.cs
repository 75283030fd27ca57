using Weir.Simd;
namespace Weir.Benchmarks.Kernels;
internal static class ColdConv
{
    public static void Run(string[] args)
    {
        Clock.IsOwn = true;
        WorkPool.MaxDegree = 1;
        int batch = int.Parse(args[0]); int rounds = int.Parse(args[1]); int[] flags = [.. args[2].Split(',').Select(int.Parse)];
        (int Size, int Window, int Stride, int Inputs, int Outputs, bool Add)[] shapes =
        [(56,1,1,64,256,true),(56,1,1,64,256,false),(56,1,1,256,64,false),(56,3,1,64,64,false),(56,1,1,256,128,false),(28,1,1,128,512,true),(28,1,1,512,128,false),(28,3,1,128,128,false),(28,1,1,512,256,false),(14,1,1,256,1024,true),(14,1,1,1024,256,false),(14,3,2,512,512,false),(7,1,1,512,2048,true),(7,1,1,2048,512,false),
        (112,1,1,32,16,false),(112,1,1,16,96,false),(56,1,1,96,24,false),(56,1,1,24,144,false),(28,1,1,32,192,false),(14,1,1,384,64,false),(14,1,1,64,384,false),(7,1,1,160,960,false),(7,1,1,320,1280,false),(14,3,1,256,256,false),(7,3,1,512,512,false),(28,3,2,256,256,false),(56,3,2,128,128,false),(14,1,1,1024,512,false),(7,3,1,1024,1024,false)];
        if (args.Length > 3) shapes = [.. args[3].Split(',').Select(i => shapes[int.Parse(i)])];
        double[] totals = new double[flags.Length];
        foreach (var (size, window, stride, inputs, outputs, add) in shapes)
        {
            int output = (size + stride - 1) / stride, padding = Math.Max(0, ((output - 1) * stride) + window - size);
            var axis = new WindowAxis(size, window, stride, 1, padding / 2, output);
            var shape = new ConvShape(new WindowShape(batch, WindowAxis.None, axis, axis), inputs, outputs);
            using var x = new NativeArray(NativeArray.Random(batch * size * size * inputs, 1, 1));
            using PackedFilter packed = PackedFilter.Create<float>(shape.Filter, NativeArray.Random(shape.Depth * outputs, 1, 2));
            using var y = new NativeArray(batch * output * output * outputs);
            using var other = new NativeArray(12_000_000);
            float[] bias = NativeArray.Random(outputs, 1, 3);
            double[] best = [.. flags.Select(_ => 1e9)];
            for (int r = 0; r < rounds; r++)
            {
                for (int f = 0; f < flags.Length; f++)
                {
                    
                    if (batch < 8) other.Span.Fill(r);
                    double start = Clock.Seconds;
                    Conv.Run<float, Relu>(shape, x.Span, packed, new Finish<float> { Offset = bias, Addend = add ? y.Span : default }, y.Span);
                    best[f] = Math.Min(best[f], Clock.Seconds - start);
                }
            }
            double ops = 2.0 * batch * output * output * outputs * shape.Depth;
            for (int f = 0; f < flags.Length; f++) totals[f] += best[f];
            Console.WriteLine($"{window}x{window}/{stride} {size} {inputs}->{outputs} {(add ? "+" : " ")}".PadRight(28) + string.Join(" | ", best.Select((b, f) => $"{flags[f],3}: {b / batch * 1e6,8:F1} us {ops / b / 1e9,5:F0} GF {best[0] / b:F2}")));
        }
        Console.WriteLine(string.Join(" | ", totals.Select((b, f) => $"{flags[f],3}: {b / batch * 1e6,8:F1} us {totals[0] / b:F3}")));
    }
}
