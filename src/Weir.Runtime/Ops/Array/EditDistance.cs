using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>How many insertions, deletions and replacements make each sequence of one sparse tensor the other's; by the true length, if normalized.</summary>
/// <remarks>Against an empty truth the normalized distance is infinite, of two empty sequences it is 0. Source: edit_distance_op.cc.</remarks>
internal sealed class EditDistance : Op
{
    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool);

    public override OpDefinition Definition { get; } = "EditDistance(hypothesis_indices: int64, hypothesis_values: T, hypothesis_shape: int64, truth_indices: int64, "
        + "truth_values: T, truth_shape: int64) -> output: float; normalize: bool = true; T: type";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 6; i += 3)
        {
            c.WithRank(i, 2);
            c.WithRank(i + 1, 1);
            c.WithRank(i + 2, 1);
        }

        if (!c.TryConstant(2, out long[] first) || !c.TryConstant(5, out long[] second)) return;
        c.Require(first.Length == second.Length, $"Num elements of hypothesis_shape does not match truth_shape: {first.Length} vs. {second.Length}");
        c.Output(0, Shape.Of([.. first.Zip(second, Math.Max).Take(Math.Max(0, first.Length - 1)).Select(size => Math.Max(-1, size))]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool normalize = r.Bool("normalize");
        return r.Type("T") == DType.String ? new Distances<byte[]>(normalize) : r.ForType(Types, new Maker(normalize));
    }

    private readonly struct Maker(bool normalize) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Distances<T>(normalize);
    }

    private sealed class Distances<T>(bool normalize) : Kernel
    {
        public override void Run(StepContext s)
        {
            int rank = Check(s, 0);
            s.Require(rank == Check(s, 3), $"Expected truth and hypothesis to have matching ranks, but their shapes are: [{Check(s, 3)}] and [{rank}]");
            s.Require(rank >= 1, "The sparse tensors must have at least rank 1.");
            Span<long> sizes = stackalloc long[rank - 1];
            for (int d = 0; d < sizes.Length; d++) sizes[d] = Math.Max(s.Input(2).Integer(d), s.Input(5).Integer(d));
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            Span<float> output = s.Output(0, sizes).Elements<float>();
            output.Clear();
            ReadOnlySpan<T> guesses = MovedElements.Of<T>(s.Input(1)), truths = MovedElements.Of<T>(s.Input(4));
            (int guess, int truth) = (0, 0);
            while (guess < guesses.Length || truth < truths.Length)
            {
                long ofGuess = guess < guesses.Length ? Group(s, 0, guess, sizes) : long.MaxValue;
                long ofTruth = truth < truths.Length ? Group(s, 3, truth, sizes) : long.MaxValue;
                long group = Math.Min(ofGuess, ofTruth);
                int guessEnd = ofGuess == group ? End(s, 0, guess, guesses.Length, sizes, group) : guess;
                int truthEnd = ofTruth == group ? End(s, 3, truth, truths.Length, sizes, group) : truth;
                float distance = Distance(guesses[guess..guessEnd], truths[truth..truthEnd]);
                output[(int)group] = normalize ? distance / (truthEnd - truth) : distance;
                (guess, truth) = (guessEnd, truthEnd);
            }
        }

        /// <returns>The rank of a sparse tensor whose parts fit each other.</returns>
        private static int Check(StepContext s, int first)
        {
            (Shape indices, Shape values, Shape shape) = (s.Input(first).Shape, s.Input(first + 1).Shape, s.Input(first + 2).Shape);
            s.Require(indices.Rank == 2, $"indices should be a matrix, but got shape {indices}");
            s.Require(values.Rank == 1, $"values should be a vector, but got shape {values}");
            s.Require(shape.Rank == 1 && shape[0] <= Shape.MaxRank, $"shape should be a vector, but got shape {shape}");
            s.Require(indices[0] == values[0], $"{indices[0]} indices for {values[0]} values.");
            s.Require(indices[1] == shape[0], $"Indices of {indices[1]} dimensions for a shape of {shape[0]}.");
            return (int)shape[0];
        }

        private static long Group(StepContext s, int first, int entry, ReadOnlySpan<long> sizes)
        {
            ReadOnlySpan<long> indices = s.Input(first).Elements<long>();
            int rank = sizes.Length + 1;
            long group = 0;
            for (int d = 0; d < sizes.Length; d++)
            {
                long index = indices[(entry * rank) + d];
                s.Require((ulong)index < (ulong)sizes[d], $"Index {index} of entry {entry} is not in [0, {sizes[d]})");
                group = (group * sizes[d]) + index;
            }

            return group;
        }

        // Entries of a group stand together: groups must not go back.
        private static int End(StepContext s, int first, int entry, int count, ReadOnlySpan<long> sizes, long group)
        {
            for (entry++; entry < count; entry++)
            {
                long next = Group(s, first, entry, sizes);
                s.Require(next >= group, $"The entries of a sparse tensor are out of order at {entry}.");
                if (next != group) break;
            }

            return entry;
        }

        // Levenshtein's way with one row: row[j] is the distance of the first i elements to the first j.
        private static float Distance(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        {
            int[] row = ArrayPool<int>.Shared.Rent(y.Length + 1);
            for (int j = 0; j <= y.Length; j++) row[j] = j;
            for (int i = 1; i <= x.Length; i++)
            {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= y.Length; j++)
                {
                    int replaced = diagonal + (NumberEquality.AreEqual(x[i - 1], y[j - 1]) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
                }
            }

            int distance = row[y.Length];
            ArrayPool<int>.Shared.Return(row);
            return distance;
        }
    }
}
