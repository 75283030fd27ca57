using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Permutes dimensions: y.shape[i] = x.shape[perm[i]]. ConjugateTranspose conjugates complex elements too. Two rows of the table.</summary>
/// <remarks>Source: transpose_op.cc.</remarks>
internal sealed class Transpose(OpDefinition definition, bool conjugate) : Op
{
    public static readonly Op[] All =
    [
        new Transpose("ConjugateTranspose(x: T, perm: Tperm) -> y: T; T: type; Tperm: {int32, int64} = int32", conjugate: true),
        new Transpose("Transpose(x: T, perm: Tperm) -> y: T; T: type; Tperm: {int32, int64} = int32", conjugate: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape vector = c.WithRank(1, 1);
        long rank = c.MergeSizes(vector[0], x.HasRank ? x.Rank : -1);
        if (rank is < 0 or > Shape.MaxRank) return;
        long[] sizes = Shape.OfRank((int)rank).Dimensions.ToArray();
        if (x.HasRank && c.TryConstant(1, out long[] perm))
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                c.Require(perm[i] >= -rank && perm[i] < rank, $"perm dim {perm[i]} is out of range of input rank {rank}");
                sizes[i] = x[(int)perm[i]];
            }
        }

        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), InvertPermutation.Build(g.Input(1))])[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tperm");
        DType dtype = r.Type("T");
        if (ElementTypes.Quantized.Contains(dtype)) throw r.NoKernel("T");
        return r.ForMoving(new Maker(conjugate ? dtype : DType.Invalid));
    }

    public static Output Build(Output x, Output permutation) => x.Operation.Graph.AddOperation("Transpose", [x, permutation])[0];

    private readonly struct Maker(DType conjugated) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Permute<T>(conjugated);
    }

    private sealed class Permute<T>(DType conjugated) : Kernel
    {
        private ShapePlan<TransposePlan>? last;

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor perm) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            s.Require(perm.Shape.Rank == 1, $"perm must be rank 1, got shape {perm.Shape}");
            s.Require(perm.ElementCount == rank, $"transpose expects a vector of size {rank}. But input(1) is a vector of size {perm.ElementCount}");
            ShapePlan<TransposePlan> plan = last is { } known && known.IsFor(x.Shape, perm) ? known : last = Make(s, x.Shape, perm);
            bool identity = plan.Plan.Rank <= 1;
            if (identity && conjugated is not (DType.Complex64 or DType.Complex128)) s.Forward(0, 0, plan.Result.Dimensions);
            else Move(plan.Plan, x, s.Output(0, plan.Result));
        }

        private void Move(in TransposePlan plan, Tensor x, Tensor y)
        {
            if (typeof(T) == typeof(byte[]) || typeof(T) == typeof(object)) Managed(plan, MovedElements.Of<T>(x), MovedElements.Of<T>(y));
            else Simd.Transpose.Run(plan, x.Bytes, y.Bytes, x.DType.ElementSize());
            if (conjugated == DType.Complex64) Elementwise.Unary<Complex64, Conjugate>(y.Elements<Complex64>(), y.Elements<Complex64>());
            if (conjugated == DType.Complex128) Elementwise.Unary<System.Numerics.Complex, Conjugate>(y.Elements<System.Numerics.Complex>(), y.Elements<System.Numerics.Complex>());
        }

        private static ShapePlan<TransposePlan> Make(StepContext s, Shape x, Tensor perm)
        {
            Span<int> permutation = stackalloc int[x.Rank];
            Span<long> sizes = stackalloc long[x.Rank];
            Span<bool> seen = stackalloc bool[x.Rank];
            seen.Clear();
            for (int i = 0; i < permutation.Length; i++)
            {
                long dimension = perm.Integer(i);
                if (dimension < 0) dimension += permutation.Length;
                s.Require(dimension >= 0 && dimension < permutation.Length, $"{perm.Integer(i)} is out of range [0 .. {permutation.Length})");
                permutation[i] = (int)dimension;
                seen[permutation[i]] = true;
                sizes[i] = x[permutation[i]];
            }

            for (int i = 0; i < seen.Length; i++) s.Require(seen[i], $"{i} is missing from the permutation.");
            return new ShapePlan<TransposePlan>(x, perm.Integers(), Shape.Of(sizes), TransposePlan.Create(x.Dimensions, permutation));
        }

        private static void Managed(in TransposePlan plan, ReadOnlySpan<T> x, Span<T> y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                (long rest, long at) = (i, 0);
                for (int d = 0; d < plan.Rank; d++)
                {
                    (rest, long digit) = Math.DivRem(rest, plan.Size(d));
                    at += digit * plan.Stride(d);
                }

                y[i] = x[(int)at];
            }
        }
    }
}
