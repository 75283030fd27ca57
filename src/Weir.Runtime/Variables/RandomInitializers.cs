namespace Weir.Variables;

/// <summary>Evenly distributed numbers.</summary>
internal sealed class UniformInitializer(double min, double max, int? seed) : Initializer
{
    internal override Output Build(InitializerContext c) => Build(c, min, max, seed);

    public static Output Build(InitializerContext c, double min, double max, int? seed)
    {
        Output shape = c.ShapeVector("random_uniform/shape");
        Output least = c.Number("random_uniform/min", min);
        Output most = c.Number("random_uniform/max", max);
        Output random = c.Add("RandomUniform", "random_uniform/RandomUniform", [shape], Seeds.Attributes(c, seed));
        Output range = c.Add("Sub", "random_uniform/sub", [most, least]);
        return c.Add("AddV2", "random_uniform", [c.Add("Mul", "random_uniform/mul", [random, range]), least]);
    }
}

/// <summary>Normally distributed numbers.</summary>
internal sealed class NormalInitializer(string op, string name, double mean, double stddev, int? seed) : Initializer
{
    internal override Output Build(InitializerContext c) => Build(c, op, name, mean, stddev, seed);

    public static Output Build(InitializerContext c, string op, string name, double mean, double stddev, int? seed)
    {
        Output shape = c.ShapeVector(name + "/shape");
        Output center = c.Number(name + "/mean", mean);
        Output width = c.Number(name + "/stddev", stddev);
        Output random = c.Add(op, $"{name}/{op}", [shape], Seeds.Attributes(c, seed));
        return c.Add("AddV2", name, [c.Add("Mul", name + "/mul", [random, width]), center]);
    }
}

/// <summary>Random numbers whose variance fits a layer.</summary>
internal sealed class VarianceScalingInitializer(double scale, VarianceMode mode, VarianceDistribution distribution, int? seed) : Initializer
{
    /// <summary>The standard deviation of the standard normal distribution cut off at two.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    internal override Output Build(InitializerContext c)
    {
        (double inputs, double outputs) = Fans(c.FullShape);
        double divisor = Math.Max(1, mode switch { VarianceMode.FanIn => inputs, VarianceMode.FanOut => outputs, _ => (inputs + outputs) / 2 });
        double variance = scale / divisor;
        double limit = Math.Sqrt(3 * variance);
        return distribution switch
        {
            VarianceDistribution.Uniform => UniformInitializer.Build(c, -limit, limit, seed),
            VarianceDistribution.TruncatedNormal =>
                NormalInitializer.Build(c, "TruncatedNormal", "truncated_normal", 0, Math.Sqrt(variance) / TruncatedDeviation, seed),
            _ => NormalInitializer.Build(c, "RandomStandardNormal", "random_normal", 0, Math.Sqrt(variance), seed),
        };
    }

    /// <summary>Inputs and outputs of a layer with weights of this shape; the dimensions before the last two are a kernel's places.</summary>
    private static (double Inputs, double Outputs) Fans(Shape shape)
    {
        switch (shape.Rank)
        {
            case 0: return (1, 1);
            case 1: return (shape[0], shape[0]);
            default:
                double places = 1;
                foreach (long size in shape.Dimensions[..^2]) places *= size;
                return (places * shape[shape.Rank - 2], places * shape[shape.Rank - 1]);
        }
    }
}

/// <summary>Evenly distributed numbers that leave the scale of what a layer is given as it is.</summary>
internal sealed class UnitScalingInitializer(double factor, int? seed) : Initializer
{
    internal override Output Build(InitializerContext c)
    {
        double inputs = 1;
        foreach (long size in c.FullShape.Dimensions[..Math.Max(0, c.FullShape.Rank - 1)]) inputs *= size;
        double limit = Math.Sqrt(3 / Math.Max(1, inputs)) * factor;
        return UniformInitializer.Build(c, -limit, limit, seed);
    }
}

/// <summary>How seeds become attributes.</summary>
internal static class Seeds
{
    /// <summary>What TensorFlow uses as the graph's seed where only an op's is given.</summary>
    private const long DefaultGraphSeed = 87654321;

    /// <remarks>Source: <c>get_seed</c> in random_seed.py (TensorFlow 2.15). Two zeros would mean that there is no seed.</remarks>
    public static Dictionary<string, object> Attributes(InitializerContext c, int? seed)
    {
        (long graphSeed, long opSeed) = (c.Graph.Seed, seed) switch
        {
            (null, null) => (0L, 0L),
            (null, { } own) => (DefaultGraphSeed, (long)own),
            ({ } whole, { } own) => ((long)whole, (long)own),
            ({ } whole, null) => ((long)whole, c.Graph.NextSeed()),
        };
        if ((c.Graph.Seed, seed) is not (null, null) && (graphSeed, opSeed) == (0, 0)) opSeed = int.MaxValue;
        return new() { ["dtype"] = c.DType, ["seed"] = graphSeed, ["seed2"] = opSeed };
    }
}
