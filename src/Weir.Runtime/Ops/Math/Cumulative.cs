using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Running sums and products along an axis: a row per op.</summary>
/// <remarks>Source: scan_ops.cc; gradients: math_grad.py.</remarks>
internal static class Cumulative
{
    private const string Types = "{float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, "
        + "complex128, half, uint32, uint64}";

    public static readonly Op[] All =
    [
        new Scan<ProductOf>($"Cumprod(x: T, axis: Tidx) -> out: T; exclusive: bool = false; reverse: bool = false; T: {Types}; Tidx: {{int32, int64}} = int32", g =>
        {
            bool exclusive = g.Operation.Attributes.Get<bool>("exclusive");
            bool reverse = g.Operation.Attributes.Get<bool>("reverse");
            Output product = Build("Cumprod", g.Input(0), g.Input(1), exclusive, reverse);
            g.Flow(0, BinaryMath.DivNoNan(Sum(product * g.Outgoing(0), g.Input(1), exclusive, !reverse), g.Input(0)));
        }),
        new Scan<LogSumExpOf>("CumulativeLogsumexp(x: T, axis: Tidx) -> out: T; exclusive: bool = false; reverse: bool = false; T: {bfloat16, half, float, double}; "
            + "Tidx: {int32, int64} = int32", FlowToExponents, ElementTypes.Floats),
        new Scan<SumOf>($"Cumsum(x: T, axis: Tidx) -> out: T; exclusive: bool = false; reverse: bool = false; T: {Types}; Tidx: {{int32, int64}} = int32", g =>
            g.Flow(0, Sum(g.Outgoing(0), g.Input(1), g.Operation.Attributes.Get<bool>("exclusive"), !g.Operation.Attributes.Get<bool>("reverse")))),
    ];

    /// <summary>For each element the product of those before it, or behind it.</summary>
    public static Output Prod(Output x, Output axis, bool reverse) => Build("Cumprod", x, axis, exclusive: true, reverse);

    private static Output Sum(Output x, Output axis, bool exclusive, bool reverse) => Build("Cumsum", x, axis, exclusive, reverse);

    private static Output Build(string op, Output x, Output axis, bool exclusive, bool reverse) => x.Operation.Graph.AddOperation(
        op, [x, axis], new Dictionary<string, object> { ["exclusive"] = exclusive, ["reverse"] = reverse })[0];

    // Positive and negative gradients have their logarithms apart.
    private static void FlowToExponents(GradientContext g)
    {
        (Output x, Output axis, Output y, Output dy) = (g.Input(0), g.Input(1), g.Output(0), g.Outgoing(0));
        bool exclusive = g.Operation.Attributes.Get<bool>("exclusive");
        bool reverse = g.Operation.Attributes.Get<bool>("reverse");
        Output zeros = g.Graph.ZerosLike(dy);
        Output lowest = g.Graph.Const(LowestOf(dy.DType), dy.DType);
        g.Flow(0, Part(dy) - Part(-dy));

        Output Part(Output positive)
        {
            Output log = SelectV2.Build(Comparisons.Greater(positive, zeros), positive.Log(), lowest);
            return (Build(g.Operation.Type, log - y, axis, exclusive, !reverse) + x).Exp();
        }
    }

    private static double LowestOf(DType dtype) => dtype switch
    {
        DType.Float16 => (double)Half.MinValue,
        DType.Float64 => double.MinValue,
        DType.BFloat16 => (float)BFloat16.FromBits(0xFF7F),
        _ => float.MinValue,
    };

    private sealed class Scan<TReduction>(OpDefinition definition, Action<GradientContext> gradient, ElementTypes? types = null) : Op
        where TReduction : struct, IReduction
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override void Gradient(GradientContext g) => gradient(g);

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Tidx");
            Maker maker = new(r.Bool("exclusive"), r.Bool("reverse"));
            return types is { } floats ? r.ForNumber(floats, maker) : r.ForType(ElementTypes.Numbers, maker);
        }

        private readonly struct Maker(bool exclusive, bool reverse) : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new ScanKernel<T, TReduction>(exclusive, reverse);
        }
    }

    private sealed unsafe class ScanKernel<T, TReduction>(bool exclusive, bool reverse) : Kernel
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(s.Input(1).Shape.Rank == 0, $"ScanOp: axis must be a scalar, not {s.Input(1).Shape}");
            long axis = s.Input(1).Integer(0);
            int rank = x.Shape.Rank;
            s.Require(axis >= -rank && axis < rank, $"ScanOp: Expected scan axis in the range [{-rank}, {rank}), but got {axis}");
            int dimension = (int)(axis < 0 ? axis + rank : axis);
            Tensor y = s.OutputLike(0, x);
            if (x.ElementCount == 0) return;
            long inner = 1;
            for (int i = dimension + 1; i < rank; i++) inner *= x.Shape[i];
            Start(x, y, x.Shape[dimension], inner);
        }

        private void Start(Tensor x, Tensor y, long length, long inner)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                nint count = (nint)x.ElementCount;
                float* wide = Scratch.Get<float>(ScratchUse.WideA, count);
                float* result = Scratch.Get<float>(ScratchUse.WideC, count);
                NarrowFloats.Widen((T*)x.Data, wide, count);
                Walk<float, Lanes128<float>>(wide, result, count, length, inner);
                NarrowFloats.Round(result, (T*)y.Data, count);
            }
            else if (typeof(T) == typeof(Complex64))
            {
                Walk<Complex64, Complex64Lane>((Complex64*)x.Data, (Complex64*)y.Data, x.ElementCount, length, inner);
            }
            else if (typeof(T) == typeof(System.Numerics.Complex))
            {
                Walk<System.Numerics.Complex, Complex128Lane>((System.Numerics.Complex*)x.Data, (System.Numerics.Complex*)y.Data, x.ElementCount, length, inner);
            }
            else
            {
                Walk<T, Lanes128<T>>((T*)x.Data, (T*)y.Data, x.ElementCount, length, inner);
            }
        }

        private void Walk<TValue, V>(TValue* x, TValue* y, long count, long length, long inner)
            where TValue : unmanaged
            where V : struct, ILanes<V, TValue>
        {
            long block = length * inner;
            for (long at = 0; at < count; at += block) Block<TValue, V>(x + at, y + at, length, inner);
        }

        /// <summary>Each row of the axis is the row before it, combined with an input row.</summary>
        private void Block<TValue, V>(TValue* x, TValue* y, long length, long inner)
            where TValue : unmanaged
            where V : struct, ILanes<V, TValue>
        {
            V initial = V.Create(TReduction.Initial<TValue>());
            for (long i = 0; i < length; i++)
            {
                long row = reverse ? length - 1 - i : i;
                long before = reverse ? row + 1 : row - 1;
                TValue* source = x + ((exclusive ? before : row) * inner);
                for (long j = 0; j < inner; j++)
                {
                    V value = i > 0 ? TReduction.Invoke<V, TValue>(V.LoadScalar(y + (before * inner) + j), V.LoadScalar(source + j))
                        : exclusive ? initial : V.LoadScalar(source + j);
                    V.StoreScalar(value, y + (row * inner) + j);
                }
            }
        }
    }
}
