using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Draws classes to learn from beside the true ones, and says how often each is expected among those drawn.</summary>
/// <remarks>Source: candidate_sampler_ops.cc, range_sampler.cc.</remarks>
internal sealed class CandidateSamplers(OpDefinition definition, CandidateSamplers.MakeSampler makeSampler) : Op
{
    /// <summary>Makes the sampler of a node; it belongs to the session.</summary>
    internal delegate Func<StepContext, RangeSampler> MakeSampler(KernelRequest r);

    public static readonly Op[] All =
    [
        new CandidateSamplers("AllCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, sampled_expected_count: float; "
            + "num_true: int >= 1; num_sampled: int >= 1; unique: bool; seed: int = 0; seed2: int = 0 | stateful", static r =>
        {
            long range = r.Int("num_sampled");
            return _ => new UniformRangeSampler(range);
        }),
        new CandidateSamplers("FixedUnigramCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, sampled_expected_count: "
            + "float; num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; vocab_file: string = \"\"; distortion: float = 1; "
            + "num_reserved_ids: int = 0; num_shards: int >= 1 = 1; shard: int >= 0 = 0; unigrams: list(float) = []; seed: int = 0; seed2: int = 0 | stateful", FixedUnigrams.Make),
        new CandidateSamplers("LearnedUnigramCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, sampled_expected_count: "
            + "float; num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0; seed2: int = 0 | stateful", Learned),
        new CandidateSamplers("LogUniformCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, sampled_expected_count: "
            + "float; num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0; seed2: int = 0 | stateful", static r =>
        {
            long range = r.Int("range_max");
            return _ => new LogUniformRangeSampler(range);
        }),
        new CandidateSamplers("ThreadUnsafeUnigramCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, "
            + "sampled_expected_count: float; num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0; seed2: int = 0 | "
            + "stateful", Learned),
        new CandidateSamplers("UniformCandidateSampler(true_classes: int64) -> sampled_candidates: int64, true_expected_count: float, sampled_expected_count: float; "
            + "num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0; seed2: int = 0 | stateful", static r =>
        {
            long range = r.Int("range_max");
            return _ => new UniformRangeSampler(range);
        }),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape classes = c.WithRank(0, 2);
        Shape drawn = Shape.Of(c.Attributes.Get<long>("num_sampled"));
        c.Output(0, drawn);
        c.Output(1, Shape.Of(classes[0], c.Attributes.Get<long>("num_true")));
        c.Output(2, drawn);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        // Of all classes nothing is random: expected is each of them once.
        bool all = r.Attributes.Find("range_max") is null;
        return new Draw(RandomSource.Seeds.Create(r), makeSampler(r), r.NodeName, (int)r.Int("num_true"), (int)r.Int("num_sampled"), r.Bool("unique"), all);
    }

    private static Func<StepContext, RangeSampler> Learned(KernelRequest r)
    {
        long range = r.Int("range_max");
        return s =>
        {
            s.Require(range < Array.MaxLength, $"range_max {range} is more than can be learned");
            if (range * sizeof(int) > s.Limits.MaxTensorBytes) throw new TfException(StatusCode.ResourceExhausted, $"Learning {range} classes takes {range * sizeof(int)} bytes, more than the limit of {s.Limits.MaxTensorBytes}.");
            return new LearnedRangeSampler((int)range);
        };
    }

    private sealed class Draw(TakeGenerator take, Func<StepContext, RangeSampler> make, string node, int trueCount, int count, bool unique, bool all) : Kernel
    {
        /// <summary>The blocks that a draw keeps: it may have to be repeated.</summary>
        private const int BlocksPerDraw = 512;

        public override void Run(StepContext s)
        {
            Tensor classes = s.Input(0);
            s.Require(classes.Shape.Rank == 2, "true_classes must be a matrix");
            s.Require(classes.Shape[1] == trueCount, $"true_classes must have num_true columns, expected: {classes.Shape[1]} was: {trueCount}");
            RangeSampler sampler = s.Resources.GetOrCreate("", node, () => make(s));
            s.Require(!unique || count <= sampler.Drawable, "Sampler's range is too small.");
            Span<long> drawn = s.Output(0, count).Elements<long>();
            Span<float> expectedTrue = s.Output(1, classes.Shape[0], trueCount).Elements<float>(), expected = s.Output(2, count).Elements<float>();
            ReadOnlySpan<long> values = classes.Elements<long>();
            foreach (long value in values) s.Require(value >= 0 && value < sampler.Range, $"`true_candidate` out of range [0, {sampler.Range}), received {value}");
            PhiloxGenerator generator = take(s, (UInt128)(ulong)count * BlocksPerDraw);

            // A sampler that learns is one for concurrent runs.
            lock (sampler)
            {
                int tries = Sample(s, sampler, ref generator, drawn);
                for (int i = 0; i < count; i++) expected[i] = Expected(sampler, drawn[i], tries);
                for (int i = 0; i < values.Length; i++) expectedTrue[i] = Expected(sampler, values[i], tries);
                sampler.Update(values);
            }
        }

        private int Sample(StepContext s, RangeSampler sampler, ref PhiloxGenerator generator, Span<long> drawn)
        {
            if (!unique || all)
            {
                for (int i = 0; i < drawn.Length; i++) drawn[i] = all ? i : sampler.Sample(ref generator);
                return drawn.Length;
            }

            HashSet<long> seen = new(drawn.Length);
            int tries = 0;
            for (int i = 0; i < drawn.Length;)
            {
                if (++tries % 4096 == 0) s.ThrowIfCancelled();
                s.Require(tries < int.MaxValue, "Too many draws to find different classes.");
                long value = sampler.Sample(ref generator);
                if (seen.Add(value)) drawn[i++] = value;
            }

            return tries;
        }

        private float Expected(RangeSampler sampler, long value, int tries)
        {
            if (all) return 1;
            double probability = sampler.Probability(value);
            return tries == count ? (float)(probability * count) : (float)-Expm1Of.Of(tries * Log1pOf.Of(-probability));
        }
    }
}
