using System.Buffers;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Numbers of successes among counts of trials, of probabilities; both broadcast.</summary>
/// <remarks>Source: random_binomial_op.cc.</remarks>
internal sealed class RandomBinomials(OpDefinition definition, RandomSource source, int shapeInput) : Op
{
    private static readonly ElementTypes CountTypes = new(DType.Float16, DType.Float32, DType.Float64);
    private static readonly ElementTypes Types = new(DType.Float16, DType.Float32, DType.Float64, DType.Int32, DType.Int64);

    public static readonly Op[] All =
    [
        new RandomBinomials("StatefulRandomBinomial(resource: resource, algorithm: int64, shape: S, counts: T, probs: T) -> output: dtype; S: {int32, int64}; T: "
            + "{half, float, double, int32, int64} = double; dtype: {half, float, double, int32, int64} = int64 | stateful", RandomSource.Variable, 2),
        new RandomBinomials("StatelessRandomBinomial(shape: S, seed: Tseed, counts: T, probs: T) -> output: dtype; S: {int32, int64}; Tseed: {int32, int64} = int64; "
            + "T: {half, float, double, int32, int64} = double; dtype: {half, float, double, int32, int64} = int64", RandomSource.Seed(1), 0),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        c.Output(0, c.ShapeFrom(shapeInput));
    }

    public override void Gradient(GradientContext g)
    {
        if (source == RandomSource.Variable) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("S");
        return r.ForNumber(CountTypes, new CountMaker(r, source.Create(r), shapeInput));
    }

    private readonly struct CountMaker(KernelRequest r, TakeGenerator take, int shapeInput) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => r.ForType(Types, new Maker<T>(take, shapeInput), "dtype");
    }

    private readonly struct Maker<TCount>(TakeGenerator take, int shapeInput) : IKernelMaker
        where TCount : unmanaged
    {
        public Kernel Make<T>() where T : unmanaged => new Draw<TCount, T>(take, shapeInput);
    }

    private sealed class Draw<TCount, T>(TakeGenerator take, int shapeInput) : Kernel
        where TCount : unmanaged
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor counts, Tensor probabilities) = (s.Input(s.InputCount - 2), s.Input(s.InputCount - 1));
            s.Require(BroadcastPlan.TryCreate(counts.Shape.Dimensions, probabilities.Shape.Dimensions, out BroadcastPlan plan) && plan.Rank <= BroadcastPlan.MaxRank,
                $"counts and probs must have compatible batch dimensions: {counts.Shape} vs. {probabilities.Shape}");
            Span<long> sizes = stackalloc long[Math.Max(counts.Shape.Rank, probabilities.Shape.Rank)];
            BroadcastShapes.Fill(sizes, counts.Shape.Dimensions, probabilities.Shape.Dimensions);
            Tensor output = DrawShape.Output(s, shapeInput, sizes, whole: true);
            if (output.ElementCount == 0) return;
            int batches = (int)Shape.CountOrOverflow(sizes);
            (double[] first, double[] second) = (ArrayPool<double>.Shared.Rent(batches), ArrayPool<double>.Shared.Rent(batches));
            Spread(plan, counts.Elements<TCount>(), probabilities.Elements<TCount>(), first.AsSpan(0, batches), second.AsSpan(0, batches));

            // What TensorFlow keeps for a draw: 200 elements, in groups of four.
            long kept = batches * 2 * 100 * ((output.ElementCount / batches) + 3) / 4;
            Draws.Fill<BinomialSampler, T>(take(s, RandomShape.Reserved(kept)), first.AsSpan(0, batches), second.AsSpan(0, batches), output.Elements<T>());
            ArrayPool<double>.Shared.Return(first);
            ArrayPool<double>.Shared.Return(second);
        }

        private static void Spread(in BroadcastPlan plan, ReadOnlySpan<TCount> counts, ReadOnlySpan<TCount> probabilities, Span<double> first, Span<double> second)
        {
            (int stepX, int stepY, _) = plan.InnerSteps;
            int inner = (int)plan.InnerLength;
            for (int row = 0, i = 0; i < first.Length; row++)
            {
                (long atX, long atY, _) = plan.Offsets(row);
                for (int column = 0; column < inner; column++, i++)
                {
                    first[i] = RealNumber.ToDouble(counts[(int)atX + (column * stepX)]);
                    second[i] = RealNumber.ToDouble(probabilities[(int)atY + (column * stepY)]);
                }
            }
        }
    }
}
