using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The rows of a tensor in random order.</summary>
/// <remarks>Fisher and Yates, from the front: row i changes places with one of i and those behind it. Source: random_shuffle_op.cc.</remarks>
internal sealed class RandomShuffles(OpDefinition definition, RandomSource source) : Op
{
    public static readonly Op[] All =
    [
        new RandomShuffles("RandomShuffle(value: T) -> output: T; seed: int = 0; seed2: int = 0; T: type | stateful", RandomSource.Seeds),
        new RandomShuffles("StatelessShuffle(value: T, key: uint64, counter: uint64, alg: int32) -> output: T; T: type", RandomSource.KeyCounter(1)),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        c.Output(0, c.Input(0));
    }

    public override void Gradient(GradientContext g)
    {
        if (source != RandomSource.Seeds) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(new Maker(source.Create(r)));

    private readonly struct Maker(TakeGenerator take) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Shuffle<T>(take);
    }

    private sealed class Shuffle<T>(TakeGenerator take) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            long rows = x.Shape.Rank == 0 ? 1 : x.Shape[0];
            if (rows <= 1 || x.ElementCount == 0)
            {
                // A shuffle of rows without elements moves the generator all the same.
                if (rows > 1) take(s, Blocks(rows - 1));
                s.Forward(0, 0);
                return;
            }

            PhiloxGenerator generator = take(s, Blocks(rows - 1));
            Span<T> elements = MovedElements.Of<T>(s.OutputLike(0, x));
            MovedElements.Of<T>(x).CopyTo(elements);
            int width = elements.Length / (int)rows;
            for (int row = 0; row < rows - 1; row++)
            {
                int other = row + (int)(generator.Next() % (uint)(rows - row));
                for (int i = 0; i < width; i++)
                {
                    (elements[(row * width) + i], elements[(other * width) + i]) = (elements[(other * width) + i], elements[(row * width) + i]);
                }
            }
        }

        private static UInt128 Blocks(long words) => (UInt128)(ulong)((words + PhiloxGenerator.WordsPerBlock - 1) / PhiloxGenerator.WordsPerBlock);
    }
}
