using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum or the product, element by element, of quantized bytes that broadcast, as 32-bit integers. Two rows of the table.</summary>
/// <remarks>Source: quantized_add_op.cc, quantized_mul_op.cc.</remarks>
internal sealed class QuantizedArithmetic(OpDefinition definition, bool isSum) : Op
{
    private const string Signature = "(x: T1, y: T2, min_x: float, max_x: float, min_y: float, max_y: float) -> z: Toutput, min_z: float, max_z: float; "
        + $"T1: {QuantizedTypes.All}; T2: {QuantizedTypes.All}; Toutput: {QuantizedTypes.All} = qint32";

    public static readonly Op[] All =
    [
        new QuantizedArithmetic("QuantizedAdd" + Signature, isSum: true),
        new QuantizedArithmetic("QuantizedMul" + Signature, isSum: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool has = r.Type("T1") == DType.QUInt8 & r.Type("T2") == DType.QUInt8 & r.Type("Toutput") == DType.QInt32;
        return !has ? throw r.NoKernel("T1", "T2", "Toutput") : isSum ? new Sum() : new Product();
    }

    /// <summary>Looks up what each byte counts as, and combines that.</summary>
    private abstract class Combination : Kernel
    {
        protected const int Bytes = 256;

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            Span<int> numbersX = stackalloc int[Bytes], numbersY = stackalloc int[Bytes];
            (float low, float high) = Numbers(s, numbersX, numbersY);
            Span<int> z = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan).Elements<int>();
            s.SetRange(low, high);
            ReadOnlySpan<byte> left = x.Elements<byte>(), right = y.Elements<byte>();
            (int stepX, int stepY, _) = plan.InnerSteps;
            for (int row = 0, i = 0; i < z.Length; row++)
            {
                (long atX, long atY, _) = plan.Offsets(row);
                for (int column = 0; column < plan.InnerLength; column++, i++)
                {
                    z[i] = Combine(numbersX[left[(int)atX + (column * stepX)]], numbersY[right[(int)atY + (column * stepY)]]);
                }
            }
        }

        /// <summary>Fills in what the bytes of each operand count as, and returns the result's range.</summary>
        protected abstract (float Low, float High) Numbers(StepContext s, Span<int> x, Span<int> y);

        protected abstract int Combine(int x, int y);
    }

    private sealed class Product : Combination
    {
        protected override (float Low, float High) Numbers(StepContext s, Span<int> x, Span<int> y)
        {
            ProductRange range = new(s, 2, "x", "y");
            for (int i = 0; i < Bytes; i++) (x[i], y[i]) = (i - range.ZeroX, i - range.ZeroY);
            return (range.Low, range.High);
        }

        protected override int Combine(int x, int y) => x * y;
    }

    private sealed class Sum : Combination
    {
        private const int Headroom = 1 << 14;

        protected override (float Low, float High) Numbers(StepContext s, Span<int> x, Span<int> y)
        {
            (float lowX, float highX) = (QuantizedTypes.Scalar(s, 2, "min_x"), QuantizedTypes.Scalar(s, 3, "max_x"));
            (float lowY, float highY) = (QuantizedTypes.Scalar(s, 4, "min_y"), QuantizedTypes.Scalar(s, 5, "max_y"));
            float high = Math.Max(Math.Max(-lowX, highX), Math.Max(-lowY, highY)) * Headroom;
            PreciseRange<int> to = new(-high, high);
            bool one = s.Input(0).ElementCount == 1;
            Fill(new PreciseRange<byte>(lowX, highX), to, one, x);
            Fill(new PreciseRange<byte>(lowY, highY), to, !one && s.Input(1).ElementCount == 1, y);
            return (-high, high);
        }

        protected override int Combine(int x, int y) => x + y;

        // TensorFlow rounds a single number; in others it steps on from the first by the rounded distance of the second.
        private static void Fill(in PreciseRange<byte> from, in PreciseRange<int> to, bool exact, Span<int> numbers)
        {
            long first = to.Unclamped(from.ToFloat(0));
            int step = (int)(to.Unclamped(from.ToFloat(1)) - first);
            for (int i = 0; i < Bytes; i++) numbers[i] = exact ? to.ToQuantized(from.ToFloat((byte)i)) : (int)Math.Clamp(first + ((long)i * step), int.MinValue, int.MaxValue);
        }
    }
}
