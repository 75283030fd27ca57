using Weir.Simd;

namespace Weir.Ops;

/// <summary>Uniform doubles from 0 to 1, of each block the last first.</summary>
internal struct UniformDoubles
{
    private PhiloxGenerator.Block block;
    private bool half;

    public double Next(ref PhiloxGenerator generator)
    {
        half = !half;
        if (!half) return UniformDouble.Of(block[0], block[1]);
        block = generator.NextBlock();
        return UniformDouble.Of(block[2], block[3]);
    }
}
