using Weir.Simd;

namespace Weir.Ops;

/// <summary>Draws numbers of a distribution with parameters; each takes as much of its stream as it needs.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface ISampler<TSelf>
    where TSelf : struct, ISampler<TSelf>
{
    /// <summary>What can be computed once for all numbers of the same parameters.</summary>
    static abstract TSelf Of(double first, double second);

    /// <summary>How far apart the streams of two numbers are.</summary>
    int BlocksPerDraw { get; }

    double Next(PhiloxGenerator generator);
}
