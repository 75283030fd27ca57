using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Draws classes of each row by the logarithms of their unnormalized probabilities.</summary>
/// <remarks>
/// Logits that are not finite have no part. Of a row without any that is, the class is the number of classes, as in TensorFlow.
/// Source: multinomial_op.cc.
/// </remarks>
internal sealed class Multinomials(OpDefinition definition, RandomSource source) : Op
{
    public static readonly Op[] All =
    [
        new Multinomials("Multinomial(logits: T, num_samples: int32) -> output: output_dtype; seed: int = 0; seed2: int = 0; T: {float, double, int32, uint8, int16, "
            + "int8, int64, bfloat16, uint16, half, uint32, uint64}; output_dtype: {int32, int64} = int64 | stateful", RandomSource.Seeds),
        new Multinomials("StatelessMultinomial(logits: T, num_samples: int32, seed: Tseed) -> output: output_dtype; T: {float, double, int32, uint8, int16, int8, "
            + "int64, bfloat16, uint16, half, uint32, uint64}; Tseed: {int32, int64} = int64; output_dtype: {int32, int64} = int64", RandomSource.Seed(2)),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        Shape logits = c.WithRank(0, 2);
        c.WithRank(1, 0);
        bool known = c.TryConstant(1, out long[] count);
        c.Require(!known || count[0] >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {(known ? count[0] : 0)}");
        c.Output(0, Shape.Of(logits[0], known ? count[0] : -1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("output_dtype");
        return r.ForNumber(ElementTypes.Floats, new Maker(source.Create(r)));
    }

    private readonly struct Maker(TakeGenerator take) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Draw<T>(take);
    }

    private sealed class Draw<T>(TakeGenerator take) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor logits, Tensor count) = (s.Input(0), s.Input(1));
            s.Require(logits.Shape.Rank == 2, $"logits should be a matrix, got shape {logits.Shape}");
            s.Require(count.Shape.Rank == 0, $"num_samples should be a scalar, got shape {count.Shape}");
            long samples = count.Integer(0);
            s.Require(samples >= 0, $"num_samples should be nonnegative, got {samples}");
            (long rows, long classes) = (logits.Shape[0], logits.Shape[1]);
            s.Require(classes > 0, $"num_classes should be positive, got {classes}");
            Tensor output = s.Output(0, rows, samples);
            if (output.ElementCount == 0) return;
            PhiloxGenerator generator = take(s, RandomShape.Reserved(2 * rows * ((samples + 3) / 4 * 4)));
            double[] rented = System.Buffers.ArrayPool<double>.Shared.Rent((int)classes);
            Span<double> cumulative = rented.AsSpan(0, (int)classes);
            for (int row = 0; row < rows; row++)
            {
                double total = Accumulate(logits.Elements<T>().Slice(row * (int)classes, (int)classes), cumulative);
                for (int i = 0; i < samples; i++)
                {
                    double sought = UniformDouble.Of(generator.Next(), generator.Next()) * total;
                    Set(output, (row * (int)samples) + i, FirstAbove(cumulative, sought));
                }
            }

            System.Buffers.ArrayPool<double>.Shared.Return(rented);
        }

        private static double Accumulate(ReadOnlySpan<T> logits, Span<double> cumulative)
        {
            double most = double.NegativeInfinity;
            foreach (T logit in logits)
            {
                double value = RealNumber.ToDouble(logit);
                if (double.IsFinite(value)) most = Math.Max(most, value);
            }

            double total = 0;
            for (int i = 0; i < logits.Length; i++)
            {
                double value = RealNumber.ToDouble(logits[i]);
                if (double.IsFinite(value)) total += Math.Exp(value - most);
                cumulative[i] = total;
            }

            return total;
        }

        private static int FirstAbove(ReadOnlySpan<double> cumulative, double sought)
        {
            (int begin, int end) = (0, cumulative.Length);
            while (begin < end)
            {
                int middle = (begin + end) / 2;
                if (cumulative[middle] > sought) end = middle;
                else begin = middle + 1;
            }

            return begin;
        }

        private static void Set(Tensor output, int index, int value)
        {
            if (output.DType == DType.Int64) output.Elements<long>()[index] = value;
            else output.Elements<int>()[index] = value;
        }
    }
}
