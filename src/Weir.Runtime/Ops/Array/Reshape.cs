using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The same elements under another shape; one size may be -1: what is left.</summary>
/// <remarks>The kernel takes a scalar for a vector of one size, the shape rule does not, as in TensorFlow. Source: reshape_op.h.</remarks>
internal sealed class Reshape : Op
{
    public override OpDefinition Definition { get; } = "Reshape(tensor: T, shape: Tshape) -> output: T; T: type; Tshape: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape wanted = c.ShapeFrom(1);
        Shape given = c.Input(0);
        if (!wanted.HasRank || c.Integers(1) is not { } sizes)
        {
            c.Output(0, wanted);
            return;
        }

        int open = Array.IndexOf(sizes, -1);
        bool unknown = Array.IndexOf(sizes, null) >= 0 || Array.LastIndexOf(sizes, -1) != open;
        long known = Shape.CountOrOverflow(Array.ConvertAll(sizes, size => size is null or -1 ? 1 : size.Value));
        if (given.ElementCount >= 0 && !unknown)
        {
            if (open < 0)
            {
                c.Require(known == given.ElementCount, $"Cannot reshape a tensor with {given.ElementCount} elements to shape {wanted} ({known} elements)");
            }
            else if (known > 0)
            {
                c.Require(given.ElementCount % known == 0, $"Dimension size must be evenly divisible by {known} but is {given.ElementCount}");
                wanted = Shape.Of(Array.ConvertAll(sizes, size => size == -1 ? given.ElementCount / known : size!.Value));
            }
            else
            {
                c.Require(given.ElementCount == 0, $"Cannot reshape a tensor with {given.ElementCount} elements to shape {wanted} (0 elements)");
            }
        }

        c.Output(0, wanted);
    }

    public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

    public override void Gradient(GradientContext g) => g.Flow(0, Build(g.Outgoing(0), ShapeOp.Build(g.Input(0))));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "Tshape");
        return new View();
    }

    public static Output Build(Output x, Output shape) => x.Operation.Graph.AddOperation("Reshape", [x, shape])[0];

    /// <summary>Puts a number in the place of a -1.</summary>
    /// <returns>Whether so many elements have this shape; false also for what has to be looked at more closely, zeros.</returns>
    public static bool TryResolve(Span<long> sizes, long count)
    {
        int open = -1;
        long named = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1 && open < 0) open = i;
            else if (sizes[i] <= 0 || sizes[i] > count / named) return false;
            else named *= sizes[i];
        }

        if (open >= 0) sizes[open] = count / named;
        return count == (open < 0 ? named : named * sizes[open]);
    }

    private sealed class View : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor shape) = (s.Input(0), s.Input(1));
            s.Require(shape.Shape.Rank <= 1, $"sizes input must be 1-D, not {shape.Shape}");
            s.Require(shape.ElementCount <= Shape.MaxRank, $"too many dimensions: must be <= {Shape.MaxRank}, but received {shape.ElementCount}");
            Span<long> sizes = stackalloc long[(int)shape.ElementCount];
            shape.Integers(sizes);
            int open = -1;
            for (int i = 0; i < sizes.Length; i++)
            {
                if (sizes[i] == -1)
                {
                    s.Require(open < 0, $"Only one input size may be -1, not both {open} and {i}");
                    open = i;
                    sizes[i] = 1;
                }

                s.Require(sizes[i] >= 0, $"Size {i} must be non-negative, not {sizes[i]}");
            }

            long count = Shape.CountOrOverflow(sizes);
            if (count < 0) throw new TfException(StatusCode.InvalidArgument, $"Shape [{string.Join(", ", sizes.ToArray())}] has too many elements");
            if (open >= 0)
            {
                // With a 0 among the sizes, zeros do not count on either side: [0, 3] as [0, -1] is [0, 3].
                bool zeros = sizes.Contains(0);
                long given = zeros ? WithoutZeros(x.Shape.Dimensions) : x.ElementCount;
                long named = zeros ? WithoutZeros(sizes) : count;
                sizes[open] = given / named;
                s.Require((zeros && x.ElementCount == 0) || given % named == 0,
                    $"Input to reshape is a tensor with {x.ElementCount} values, but the requested shape requires a multiple of {named}");
                count *= sizes[open];
            }

            s.Require(count == x.ElementCount, $"Input to reshape is a tensor with {x.ElementCount} values, but the requested shape has {count}");
            s.Forward(0, 0, sizes);
        }

        private static long WithoutZeros(ReadOnlySpan<long> sizes)
        {
            long product = 1;
            foreach (long size in sizes) product *= size == 0 ? 1 : size;
            return product;
        }
    }
}
