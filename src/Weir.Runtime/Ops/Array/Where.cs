using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The coordinates of all elements that are not zero, a row each, in order.</summary>
/// <remarks>Source: where_op.cc.</remarks>
internal sealed class Where : Op
{
    /// <summary>TensorFlow's own limit.</summary>
    private const int MaxRank = 8;

    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool);

    public override OpDefinition Definition { get; } = "Where(input: T) -> index: int64; "
        + "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64, bool} = bool";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(-1, c.Input(0).Rank));

    public override Kernel CreateKernel(KernelRequest r) =>
        r.Type("T") == DType.Float16 ? new NoHalf() : r.ForType(Types, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Coordinates<T>();
    }

    private sealed class NoHalf : Kernel
    {
        public override void Run(StepContext s) => throw new TfException(StatusCode.Unimplemented, "No WhereOp available for float16/half type on CPU.");
    }

    private sealed class Coordinates<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = x.Shape.Rank;
            s.Require(rank is >= 1 and <= MaxRank, $"WhereOp : Unhandled input dimensions: {rank}");
            ReadOnlySpan<T> elements = x.Elements<T>();
            Span<long> rows = s.Output(0, Count(elements), rank).Elements<long>();
            for (int i = 0, at = 0; at < rows.Length; i++)
            {
                if (IsZero(elements[i])) continue;
                long rest = i;
                for (int d = rank - 1; d > 0; d--) (rest, rows[at + d]) = Math.DivRem(rest, x.Shape[d]);
                rows[at] = rest;
                at += rank;
            }
        }

        private static int Count(ReadOnlySpan<T> elements)
        {
            int count = 0;
            foreach (T element in elements) count += IsZero(element) ? 0 : 1;
            return count;
        }

        // As numbers: -0 is zero. TensorFlow's threads take subnormal numbers for 0, and here that decides about rows.
        private static bool IsZero(T element) => EqualityComparer<T>.Default.Equals(element, default)
            || element is float and < 1.17549435e-38f and > -1.17549435e-38f || element is double and < 2.2250738585072014e-308 and > -2.2250738585072014e-308;
    }
}
