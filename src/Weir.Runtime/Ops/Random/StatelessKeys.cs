using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The key and the counter that two numbers stand for, and the number of the generator: what stateless ops of the second generation take.</summary>
/// <remarks>Source: stateless_random_ops_v2.cc.</remarks>
internal sealed class StatelessKeys(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new StatelessKeys("StatelessRandomGetAlg() -> alg: int32 | stateful"),
        new StatelessKeys("StatelessRandomGetKeyCounter(seed: Tseed) -> key: uint64, counter: uint64; Tseed: {int32, int64} = int64"),
        new StatelessKeys("StatelessRandomGetKeyCounterAlg(seed: Tseed) -> key: uint64, counter: uint64, alg: int32; Tseed: {int32, int64} = int64"),
    ];

    public override OpDefinition Definition => definition;

    /// <remarks>The op for the number alone is called stateful; it gives the same in every run.</remarks>
    public override OpEffect Effect => OpEffect.None;

    public override void InferShapes(ShapeContext c)
    {
        if (c.InputCount > 0)
        {
            RandomSource.Seed(0).InferShapes(c);
            c.Output(0, Shape.Of(1));
            c.Output(1, Shape.Of(2));
        }

        if (c.OutputCount != 2) c.Output(c.OutputCount - 1, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tseed");
        return new Keys();
    }

    private sealed class Keys : Kernel
    {
        public override void Run(StepContext s)
        {
            if (s.InputCount > 0)
            {
                PhiloxGenerator generator = StatelessSeed.Read(s, s.Input(0));
                s.Output(0, 1).Elements<ulong>()[0] = generator.Key;
                Span<ulong> counter = s.Output(1, 2).Elements<ulong>();
                (counter[0], counter[1]) = ((ulong)generator.Counter, (ulong)(generator.Counter >> 64));
            }

            if (s.OutputCount != 2) s.Output(s.OutputCount - 1).Elements<int>()[0] = RandomAlgorithm.Philox;
        }
    }
}
