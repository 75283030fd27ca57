using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>How often each number below a size occurs, or the sum of its weights; a matrix is counted row by row. Two rows of the table.</summary>
/// <remarks>Numbers at or beyond the size do not count. No weights: 1 each. Source: bincount_op.cc.</remarks>
internal sealed class Bincount(OpDefinition definition, bool dense) : Op
{
    public static readonly Op[] All =
    [
        new Bincount("Bincount(arr: int32, size: int32, weights: T) -> bins: T; T: {int32, int64, float, double}", dense: false),
        new Bincount("DenseBincount(input: Tidx, size: Tidx, weights: T) -> output: T; Tidx: {int32, int64}; T: {int32, int64, float, double}; "
            + "binary_output: bool = false", dense: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        c.WithRank(1, 0);
        bool known = c.TryConstant(1, out long[] size);
        long bins = known ? size[0] : -1;
        if (!dense)
        {
            c.Require(!known || bins >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {bins}");
            c.Output(0, Shape.Of(bins));
            return;
        }

        c.Require(x.Rank <= 2, $"Shape must be at most rank 2 but is rank {x.Rank}");
        c.Require(!known || bins >= 0, $"size ({bins}) must be non-negative");
        if (x.HasRank) c.Output(0, x.Rank == 2 ? Shape.Of(x[0], bins) : Shape.Of(bins));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return r.ForType(new ElementTypes(DType.Int32, DType.Int64, DType.Float32, DType.Float64), new Maker(dense, dense && r.Bool("binary_output")));
    }

    private readonly struct Maker(bool dense, bool binary) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Count<T>(dense, binary);
    }

    private sealed class Count<T>(bool dense, bool binary) : Kernel
        where T : unmanaged
    {
        private static readonly T One = ProductOf.Initial<T>();

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor size, Tensor weights) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(size.Shape.Rank == 0, $"Shape must be rank 0 but is rank {size.Shape.Rank}");
            long bins = size.Integer(0);
            s.Require(bins >= 0, $"size ({bins}) must be non-negative");
            s.Require(!dense || x.Shape.Rank <= 2, $"Shape must be at most rank 2 but is rank {x.Shape.Rank}");
            s.Require(!dense || weights.ElementCount == 0 || weights.Shape.Equals(x.Shape),
                $"`weights` must be the same shape as `arr` or a length-0 `Tensor`, in which case it acts as all weights equal to 1. Received {weights.Shape}");
            s.Require(dense || weights.ElementCount == 0 || weights.ElementCount == x.ElementCount, "Input indices and weights must have the same size.");
            int count = checked((int)x.ElementCount);
            for (int i = 0; i < count; i++) s.Require(x.Integer(i) >= 0, "Input arr must be non-negative!");
            bool byRow = dense && x.Shape.Rank == 2;
            Tensor output = byRow ? s.Output(0, x.Shape[0], bins) : s.Output(0, bins);
            output.Clear();
            Fill(x, bins, byRow ? (int)x.Shape[1] : count, weights.Elements<T>(), output.Elements<T>());
        }

        private void Fill(Tensor x, long bins, int width, ReadOnlySpan<T> weights, Span<T> output)
        {
            int count = (int)x.ElementCount;
            for (int i = 0; i < count; i++)
            {
                long bin = x.Integer(i);
                if (bin >= bins) continue;
                ref T sum = ref output[(int)((i / width * bins) + bin)];
                sum = binary ? One : Sum(sum, weights.IsEmpty ? One : weights[i]);
            }
        }

        private static unsafe T Sum(T x, T y)
        {
            Lanes128<T>.StoreScalar(Lanes128<T>.LoadScalar(&x) + Lanes128<T>.LoadScalar(&y), &x);
            return x;
        }
    }
}
