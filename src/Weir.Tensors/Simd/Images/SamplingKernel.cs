namespace Weir.Simd;

/// <summary>How much a pixel counts for a place at some distance from it, in pixels.</summary>
/// <param name="Radius">From here on pixels do not count.</param>
/// <param name="Weight">The weight at a distance, which is not negative.</param>
/// <remarks>Source of the functions: sampling_kernels.h.</remarks>
internal sealed record SamplingKernel(float Radius, Func<float, float> Weight)
{
    private const float GaussianDeviation = 0.5f;

    private static readonly Dictionary<string, SamplingKernel> s_kernels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lanczos1"] = Lanczos(1),
        ["lanczos3"] = Lanczos(3),
        ["lanczos5"] = Lanczos(5),
        ["gaussian"] = new(3 * GaussianDeviation, x => x >= 3 * GaussianDeviation ? 0 : (float)Math.Exp(-x * x / (2.0 * GaussianDeviation * GaussianDeviation))),
        ["box"] = new(1, x => x < 0.5f ? 1 : x == 0.5f ? 0.5f : 0),
        ["triangle"] = new(1, x => x < 1 ? 1 - x : 0),
        ["keyscubic"] = new(2, x => x >= 2 ? 0 : x >= 1 ? ((((-0.5f * x) + 2.5f) * x - 4) * x) + 2 : (((1.5f * x) - 2.5f) * x * x) + 1),
        ["mitchellcubic"] = new(2, x => x >= 2 ? 0
            : x >= 1 ? (((((-7f / 18) * x) + 2) * x - (10f / 3)) * x) + (16f / 9)
            : ((((7f / 6) * x) - 2) * x * x) + (8f / 9)),
    };

    /// <summary>The kernel of a name, in capitals or not; null: there is none.</summary>
    public static SamplingKernel? Find(string name) => s_kernels.GetValueOrDefault(name);

    private static SamplingKernel Lanczos(float radius) => new(radius, x => x > radius ? 0
        : x <= 1e-3f ? 1
        : radius * MathF.Sin(MathF.PI * x) * MathF.Sin(MathF.PI * x / radius) / (MathF.PI * MathF.PI * x * x));
}
