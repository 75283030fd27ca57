using Weir.Simd;

namespace Weir.Ops;

/// <summary>The generator that two numbers stand for in stateless ops: one block of Philox scrambles them.</summary>
/// <remarks>Source: stateless_random_ops.cc.</remarks>
internal static class StatelessSeed
{
    private const ulong ScramblingKey = 0x02461E293EC8F720;

    public static PhiloxGenerator Read(StepContext s, Tensor seed)
    {
        s.Require(seed.Shape.Rank == 1 && seed.ElementCount == 2, $"seed must have shape [2], not {seed.Shape}");
        PhiloxGenerator.Block mixed = PhiloxGenerator.Make(ScramblingKey, new UInt128(Word(seed, 1), Word(seed, 0)));
        ulong key = mixed[0] | ((ulong)mixed[1] << 32);
        return new PhiloxGenerator(key, new UInt128(mixed[2] | ((ulong)mixed[3] << 32), 0));
    }

    private static ulong Word(Tensor seed, int index) => seed.DType switch
    {
        DType.UInt32 => seed.Elements<uint>()[index],
        DType.UInt64 => seed.Elements<ulong>()[index],
        _ => (ulong)seed.Integer(index),
    };
}
