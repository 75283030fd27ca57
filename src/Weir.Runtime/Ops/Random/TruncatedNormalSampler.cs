using System.Numerics;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Draws normal numbers between bounds by rejection: of normal numbers, of uniform ones, or of exponential ones for a tail.</summary>
/// <remarks>All arithmetic is in the dtype, as TensorFlow's. Source: parameterized_truncated_normal_op.cc; Robert, "Simulation of truncated normal variables", 1995.</remarks>
internal readonly struct TruncatedNormalSampler<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>So many numbers thrown away one after the other are an error.</summary>
    public const int MostRejections = 1000;

    private static readonly T Two = T.CreateTruncating(2);
    private static readonly T Four = T.CreateTruncating(4);
    private static readonly T EnoughDeviations = T.CreateTruncating(1.3);

    private readonly T mean;
    private readonly T deviation;
    private readonly T least;
    private readonly T most;

    public TruncatedNormalSampler(T mean, T deviation, T least, T most)
    {
        // The one bound of a side, or the nearer of two in a tail, is made the lower one.
        if (T.IsNegativeInfinity(least) || most < mean) (least, most, deviation) = (most, least, -deviation);
        this.mean = mean;
        this.deviation = deviation;
        this.least = (least - mean) / deviation;
        this.most = (most - mean) / deviation;
    }

    /// <summary>Draws numbers to every <paramref name="step"/>-th element.</summary>
    public void Fill(ref PhiloxGenerator generator, Span<T> output, int step, int count)
    {
        T root = T.Sqrt((least * least) + Four);
        T cutoff = Two * T.Exp(T.CreateTruncating(0.5) + (least * (least - root) / Four)) / (least + root);
        if ((least < -EnoughDeviations && most >= T.Zero) || (most > EnoughDeviations && least <= T.Zero)) OfNormal(ref generator, output, step, count);
        else if (most - least < cutoff) OfUniform(ref generator, output, step, count);
        else OfExponential(ref generator, output, step, count, (least + root) / Two);
    }

    private void OfNormal(ref PhiloxGenerator generator, Span<T> output, int step, int count)
    {
        Span<T> drawn = stackalloc T[PhiloxGenerator.WordsPerBlock];
        for (int done = 0, rejected = 0; done < count;)
        {
            int size = RandomElements.Normals(ref generator, drawn);
            for (int i = 0; i < size && done < count; i++)
            {
                bool accepted = drawn[i] >= least && drawn[i] <= most;
                if (accepted) output[done++ * step] = (drawn[i] * deviation) + mean;
                rejected = accepted ? 0 : Rejected(rejected);
            }
        }
    }

    private void OfUniform(ref PhiloxGenerator generator, Span<T> output, int step, int count)
    {
        Span<T> drawn = stackalloc T[PhiloxGenerator.WordsPerBlock], judges = stackalloc T[PhiloxGenerator.WordsPerBlock];
        T range = most - least;
        T highest = least < T.Zero ? T.Zero : least * least;
        for (int done = 0, rejected = 0; done < count;)
        {
            int size = RandomElements.Uniforms(ref generator, drawn);
            RandomElements.Uniforms(ref generator, judges);
            for (int i = 0; i < size && done < count; i++)
            {
                T z = (drawn[i] * range) + least;
                bool accepted = judges[i] <= T.Exp((highest - (z * z)) / Two);
                if (accepted) output[done++ * step] = (z * deviation) + mean;
                rejected = accepted ? 0 : Rejected(rejected);
            }
        }
    }

    private void OfExponential(ref PhiloxGenerator generator, Span<T> output, int step, int count, T alpha)
    {
        Span<T> drawn = stackalloc T[PhiloxGenerator.WordsPerBlock];
        for (int done = 0, rejected = 0; done < count;)
        {
            int size = RandomElements.Uniforms(ref generator, drawn);
            for (int i = 0; i < size && done < count; i += 2)
            {
                T z = (-T.Log(drawn[i]) / alpha) + least;
                T x = least < alpha ? alpha - z : least - alpha;
                bool accepted = drawn[i + 1] <= T.Exp(-x * x / Two) && z < most;
                if (accepted) output[done++ * step] = (z * deviation) + mean;
                rejected = accepted ? 0 : Rejected(rejected);
            }
        }
    }

    private static int Rejected(int before) => before < MostRejections ? before + 1
        : throw new TfException(StatusCode.Internal, "TruncatedNormal rejection sampler failed to accept a sample.");
}
