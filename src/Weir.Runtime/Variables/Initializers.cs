using Weir.Variables;

namespace Weir;

/// <summary>The initializers of variables.</summary>
/// <remarks>Operations and their names are those that TensorFlow's init_ops.py adds, so that a graph made here looks like one made there.</remarks>
public static class Initializers
{
    /// <summary>Zeros.</summary>
    public static Initializer Zeros { get; } = new FillInitializer("zeros", 0);

    /// <summary>Ones.</summary>
    public static Initializer Ones { get; } = new FillInitializer("ones", 1);

    /// <summary>The identity matrix, times a number. Needs a matrix.</summary>
    /// <param name="gain">The number on the diagonal.</param>
    public static Initializer Identity(double gain = 1) => new IdentityInitializer(gain);

    /// <summary>The same number everywhere.</summary>
    /// <param name="value">The number.</param>
    public static Initializer Constant(double value) => new FillInitializer("Const", value);

    /// <summary>A given value, whose shape and dtype the variable gets.</summary>
    /// <param name="value">The value; copied when a variable is made.</param>
    public static Initializer Value(Tensor value) => new ValueInitializer(value);

    /// <summary>Evenly distributed numbers.</summary>
    /// <param name="min">The least.</param>
    /// <param name="max">What they stay below.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer RandomUniform(double min = -0.05, double max = 0.05, int? seed = null) => new UniformInitializer(min, max, seed);

    /// <summary>Normally distributed numbers.</summary>
    /// <param name="mean">Their mean.</param>
    /// <param name="stddev">Their standard deviation.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer RandomNormal(double mean = 0, double stddev = 0.05, int? seed = null) => new NormalInitializer("RandomStandardNormal", "random_normal", mean, stddev, seed);

    /// <summary>Normally distributed numbers, none further from the mean than two standard deviations.</summary>
    /// <param name="mean">Their mean.</param>
    /// <param name="stddev">Their standard deviation, before the far ones are drawn again.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer TruncatedNormal(double mean = 0, double stddev = 0.05, int? seed = null) => new NormalInitializer("TruncatedNormal", "truncated_normal", mean, stddev, seed);

    /// <summary>Random numbers whose variance fits the number of a layer's inputs and outputs.</summary>
    /// <param name="scale">What the variance is multiplied by.</param>
    /// <param name="mode">What it is divided by.</param>
    /// <param name="distribution">How the numbers are distributed.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer VarianceScaling(
        double scale = 1, VarianceMode mode = VarianceMode.FanIn, VarianceDistribution distribution = VarianceDistribution.TruncatedNormal, int? seed = null) =>
        new VarianceScalingInitializer(scale, mode, distribution, seed);

    /// <summary>Evenly distributed within sqrt(6 / (inputs + outputs)): what a variable gets when nothing is said.</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer GlorotUniform(int? seed = null) => VarianceScaling(1, VarianceMode.FanAverage, VarianceDistribution.Uniform, seed);

    /// <summary>Normally distributed with a variance of 2 / (inputs + outputs).</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer GlorotNormal(int? seed = null) => VarianceScaling(1, VarianceMode.FanAverage, VarianceDistribution.TruncatedNormal, seed);

    /// <summary>Normally distributed with a variance of 2 / inputs, for layers with a Relu.</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer HeNormal(int? seed = null) => VarianceScaling(2, VarianceMode.FanIn, VarianceDistribution.TruncatedNormal, seed);

    /// <summary>Evenly distributed within sqrt(6 / inputs), for layers with a Relu.</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer HeUniform(int? seed = null) => VarianceScaling(2, VarianceMode.FanIn, VarianceDistribution.Uniform, seed);

    /// <summary>Normally distributed with a variance of 1 / inputs.</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer LecunNormal(int? seed = null) => VarianceScaling(1, VarianceMode.FanIn, VarianceDistribution.TruncatedNormal, seed);

    /// <summary>Evenly distributed within sqrt(3 / inputs).</summary>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer LecunUniform(int? seed = null) => VarianceScaling(1, VarianceMode.FanIn, VarianceDistribution.Uniform, seed);

    /// <summary>Evenly distributed within factor * sqrt(3 / inputs), where all dimensions but the last are inputs.</summary>
    /// <param name="factor">The factor: about 1.15 for a tanh, 1.43 for a Relu.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer UniformUnitScaling(double factor = 1, int? seed = null) => new UnitScalingInitializer(factor, seed);

    /// <summary>A random matrix with orthogonal rows or columns, whichever are fewer; all dimensions but the last are rows. Needs a matrix or more.</summary>
    /// <param name="gain">What it is multiplied by.</param>
    /// <param name="seed">The op's seed; null for another sequence in every session.</param>
    public static Initializer Orthogonal(double gain = 1, int? seed = null) => new OrthogonalInitializer(gain, seed);
}

/// <summary>What the variance of <see cref="Initializers.VarianceScaling"/> is divided by.</summary>
public enum VarianceMode
{
    /// <summary>The number of inputs.</summary>
    FanIn,

    /// <summary>The number of outputs.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAverage,
}

/// <summary>How the numbers of <see cref="Initializers.VarianceScaling"/> are distributed.</summary>
public enum VarianceDistribution
{
    /// <summary>Evenly.</summary>
    Uniform,

    /// <summary>Normally, none further than two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>Normally.</summary>
    UntruncatedNormal,
}
