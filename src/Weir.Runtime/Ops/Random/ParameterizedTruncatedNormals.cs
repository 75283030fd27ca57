using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Normal numbers between bounds, of means and deviations that are given.</summary>
/// <remarks>
/// One stream runs over all numbers, as in TensorFlow on one thread. The stateful op has a parameter for each row, or one for all; the
/// stateless one broadcasts them to the last dimensions. Source: parameterized_truncated_normal_op.cc; gradient: random_grad.py.
/// </remarks>
internal sealed class ParameterizedTruncatedNormals(OpDefinition definition, RandomSource source, bool stateless) : Op
{
    public static readonly Op[] All =
    [
        new ParameterizedTruncatedNormals("ParameterizedTruncatedNormal(shape: T, means: dtype, stdevs: dtype, minvals: dtype, maxvals: dtype) -> output: dtype; "
            + "seed: int = 0; seed2: int = 0; dtype: {half, bfloat16, float, double}; T: {int32, int64} | stateful", RandomSource.Seeds, stateless: false),
        new ParameterizedTruncatedNormals("StatelessParameterizedTruncatedNormal(shape: S, seed: Tseed, means: dtype, stddevs: dtype, minvals: dtype, maxvals: dtype) "
            + "-> output: dtype; S: {int32, int64}; Tseed: {int32, int64} = int64; dtype: {half, float, double}", RandomSource.Seed(1), stateless: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        Shape shape = c.ShapeFrom(0);
        for (int i = c.InputCount - 4; i < c.InputCount; i++)
        {
            if (!stateless) c.Require(c.Input(i).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(i).Rank}");
        }

        c.Output(0, shape);
    }

    public override void Gradient(GradientContext g)
    {
        if (stateless) TruncatedNormalGradient.Flow(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "S");
        TakeGenerator take = source.Create(r);
        return r.Type("dtype") switch
        {
            DType.Float16 => new Draw<Half>(take, stateless),
            DType.Float32 => new Draw<float>(take, stateless),
            DType.Float64 => new Draw<double>(take, stateless),
            _ => throw r.NoKernel("dtype"),
        };
    }

    private sealed class Draw<T>(TakeGenerator take, bool stateless) : Kernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private const int BatchSize = 100;

        public override void Run(StepContext s)
        {
            Tensor shape = s.Input(0);
            s.Require(shape.Shape.Rank == 1, $"Input shape should be a vector, got shape: {shape.Shape}");
            s.Require(stateless || shape.ElementCount > 0, $"Shape tensor must not be empty, got {shape.Shape}");
            ReadOnlySpan<long> sizes = s.Sizes(shape, stackalloc long[Shape.MaxRank]);
            Tensor output = s.Output(0, sizes);
            if (output.ElementCount == 0) return;
            if (stateless) ByColumn(s, sizes, output.Elements<T>());
            else ByRow(s, sizes, output.Elements<T>());
        }

        private void ByRow(StepContext s, ReadOnlySpan<long> sizes, Span<T> output)
        {
            long rows = sizes[0], perRow = output.Length / rows;
            bool isSame = true;
            for (int i = 1; i <= 4; i++)
            {
                Tensor parameter = s.Input(i);
                s.Require(parameter.Shape.Rank <= 1, $"Input {i} should be a scalar or vector, got shape: {parameter.Shape}");
                s.Require(parameter.ElementCount == 1 || parameter.ElementCount == rows, $"Input {i} should have length 1 or shape[0], got shape: {parameter.Shape}");
                isSame &= parameter.Shape.Rank == 0 || (parameter.ElementCount == 1 && i <= 2);
            }

            // TensorFlow cuts numbers of the same parameters into batches of its own, and keeps for each batch what could be needed at most.
            (long batches, long perBatch) = isSame ? ((output.Length + BatchSize - 1L) / BatchSize, BatchSize) : (rows, perRow);
            PhiloxGenerator generator = take(s, (UInt128)(ulong)(batches * 2 * TruncatedNormalSampler<T>.MostRejections * (perBatch + 3) / 4));
            for (long batch = 0; batch < batches; batch++)
            {
                int begin = (int)(batch * perBatch), end = (int)Math.Min(output.Length, begin + perBatch);
                Of(s, (int)(isSame ? 0 : batch), 1).Fill(ref generator, output[begin..end], 1, end - begin);
            }
        }

        private void ByColumn(StepContext s, ReadOnlySpan<long> sizes, Span<T> output)
        {
            int columns = 1;
            for (int i = 2; i <= 5; i++) columns = Math.Max(columns, (int)s.Input(i).ElementCount);
            for (int i = 2; i <= 5; i++)
            {
                Shape parameter = s.Input(i).Shape;
                if (parameter.ElementCount != 1 && !sizes.EndsWith(parameter.Dimensions)) s.Require(false, "Shape passed in must end with broadcasted shape.");
                if (parameter.ElementCount != 1 && parameter.ElementCount != columns)
                {
                    throw new TfException(StatusCode.Unimplemented, "Parameters that broadcast against each other are not supported: give all of one shape, or scalars.");
                }
            }

            PhiloxGenerator generator = take(s, 0);
            int rows = output.Length / columns;
            for (int column = 0; column < columns; column++) Of(s, column, 2).Fill(ref generator, output[column..], columns, rows);
        }

        private static TruncatedNormalSampler<T> Of(StepContext s, int index, int first)
        {
            T Parameter(int which)
            {
                ReadOnlySpan<T> values = s.Input(first + which).Elements<T>();
                return values[values.Length == 1 ? 0 : index];
            }

            (T mean, T deviation, T least, T most) = (Parameter(0), Parameter(1), Parameter(2), Parameter(3));
            s.Require(deviation > T.Zero && least < most && (T.IsFinite(least) || T.IsFinite(most)), "Invalid parameters");
            return new TruncatedNormalSampler<T>(mean, deviation, least, most);
        }
    }
}
