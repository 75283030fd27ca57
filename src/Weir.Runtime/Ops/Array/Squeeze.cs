using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The same elements without dimensions of size 1: the named ones, or all.</summary>
internal sealed class Squeeze : Op
{
    public override OpDefinition Definition { get; } = "Squeeze(input: T) -> output: T; T: type; squeeze_dims: list(int) = []";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        long[] dims = c.Attributes.Get<long[]>("squeeze_dims");
        if (!x.HasRank) return;
        bool[] named = new bool[x.Rank];
        foreach (long dim in dims)
        {
            c.Require(dim >= -x.Rank && dim < x.Rank, $"squeeze_dims[0] not in [{-x.Rank},{x.Rank}).");
            named[dim < 0 ? dim + x.Rank : dim] = true;
        }

        if (dims.Length == 0 && x.Dimensions.Contains(-1)) return;
        List<long> sizes = [];
        for (int i = 0; i < x.Rank; i++)
        {
            c.Require(!named[i] || x[i] is 1 or -1, $"Can not squeeze dim[{i}], expected a dimension of 1, got {x[i]}");
            if (dims.Length == 0 ? x[i] != 1 : !named[i]) sizes.Add(x[i]);
        }

        c.Output(0, Shape.Of([.. sizes]));
    }

    public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

    public override void Gradient(GradientContext g) => g.Flow(0, Reshape.Build(g.Outgoing(0), ShapeOp.Build(g.Input(0))));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new View(r.Ints("squeeze_dims"));
    }

    private sealed class View(long[] dims) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape x = s.Input(0).Shape;
            Span<bool> named = stackalloc bool[x.Rank];
            named.Clear();
            foreach (long dim in dims)
            {
                s.Require(dim >= -x.Rank && dim < x.Rank, $"Tried to squeeze dim index {dim} for tensor with {x.Rank} dimensions.");
                named[(int)(dim < 0 ? dim + x.Rank : dim)] = true;
            }

            Span<long> sizes = stackalloc long[x.Rank];
            int rank = 0;
            for (int i = 0; i < x.Rank; i++)
            {
                s.Require(!named[i] || x[i] == 1, $"Can not squeeze dim[{i}], expected a dimension of 1, got {x[i]}");
                if (dims.Length == 0 ? x[i] != 1 : !named[i]) sizes[rank++] = x[i];
            }

            s.Forward(0, 0, sizes[..rank]);
        }
    }
}
