using Weir.Sessions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Gives the generator of one run, and keeps so many blocks from those that follow where there is a state.</summary>
internal delegate PhiloxGenerator TakeGenerator(StepContext s, UInt128 blocks);

/// <summary>Where a random op has its generator from.</summary>
internal abstract class RandomSource
{
    /// <summary>The blocks that an element keeps, whatever it takes, so that sizes of parts do not matter.</summary>
    public const int BlocksPerElement = 256;

    /// <summary>A state of the node's own, of attributes <c>seed</c> and <c>seed2</c>.</summary>
    public static RandomSource Seeds { get; } = new FromSeeds();

    /// <summary>An input of two numbers, scrambled: the first generation of stateless ops.</summary>
    public static RandomSource Seed(int input) => new FromSeed(input);

    /// <summary>Inputs key, counter and algorithm, in this order.</summary>
    public static RandomSource KeyCounter(int first) => new FromKeyCounter(first);

    /// <summary>A variable, input 0, and an algorithm, input 1.</summary>
    public static RandomSource Variable { get; } = new FromVariable();

    /// <summary>Says what shapes the inputs must have.</summary>
    public abstract void InferShapes(ShapeContext c);

    /// <summary>Once a plan.</summary>
    public abstract TakeGenerator Create(KernelRequest r);

    private sealed class FromSeeds : RandomSource
    {
        public override void InferShapes(ShapeContext c)
        {
        }

        public override TakeGenerator Create(KernelRequest r)
        {
            (string node, long seed, long seed2) = (r.NodeName, r.Int("seed"), r.Int("seed2"));
            Func<RandomState> make = () => new RandomState(seed, seed2);
            return (s, blocks) => s.Resources.GetOrCreate("", node, make).Take(blocks);
        }
    }

    private sealed class FromSeed(int input) : RandomSource
    {
        public override void InferShapes(ShapeContext c)
        {
            Shape seed = c.WithRank(input, 1);
            c.Require(seed[0] is -1 or 2, $"Dimension must be 2 but is {seed[0]}");
        }

        public override TakeGenerator Create(KernelRequest r)
        {
            r.Ignore("Tseed");
            return (s, _) => StatelessSeed.Read(s, s.Input(input));
        }
    }

    private sealed class FromKeyCounter(int first) : RandomSource
    {
        public override void InferShapes(ShapeContext c)
        {
            Shape key = c.WithRank(first, 1);
            c.Require(key[0] is -1 or 1, $"Dimension must be 1 but is {key[0]}");
            c.WithRank(first + 1, 1);
            c.WithRank(first + 2, 0);
        }

        public override TakeGenerator Create(KernelRequest r) => (s, _) => Read(s, s.Input(first), s.Input(first + 1), s.Input(first + 2));

        private PhiloxGenerator Read(StepContext s, Tensor key, Tensor counter, Tensor algorithm)
        {
            s.Require(algorithm.Shape.Rank == 0, $"input {first + 2} (0-based) must have shape [], not {algorithm.Shape}");
            RandomAlgorithm.Require(s, algorithm.Integer(0));
            s.Require(key.Shape.Rank == 1 && key.ElementCount == 1, $"key must have shape [1], not {key.Shape}. (Note that batched keys are not supported yet.)");
            s.Require(counter.Shape.Rank == 1 && counter.ElementCount >= 2,
                $"counter must be a vector with length at least 2; got shape: {counter.Shape}. (Note that batched counters are not supported yet.)");
            ReadOnlySpan<ulong> words = counter.Elements<ulong>();
            return new PhiloxGenerator(key.Elements<ulong>()[0], new UInt128(words[1], words[0]));
        }
    }

    private sealed class FromVariable : RandomSource
    {
        public override void InferShapes(ShapeContext c)
        {
            c.WithRank(0, 0);
            c.WithRank(1, 0);
        }

        public override TakeGenerator Create(KernelRequest r) => (s, blocks) =>
        {
            s.Require(s.Input(1).Shape.Rank == 0, $"algorithm must be of shape [], not {s.Input(1).Shape}");
            return GeneratorVariable.Skip(s, s.Resource<VariableCell>(0), s.Input(1).Integer(0), blocks);
        };
    }
}
