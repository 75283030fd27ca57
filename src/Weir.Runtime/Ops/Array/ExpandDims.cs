using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The same elements with a dimension of size 1 put in.</summary>
internal sealed class ExpandDims : Op
{
    public override OpDefinition Definition { get; } = "ExpandDims(input: T, dim: Tdim) -> output: T; T: type; Tdim: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        c.Require(c.Input(1).ElementCount is -1 or 1, $"dim input must be a tensor with a single value, not {c.Input(1)}");
        if (!x.HasRank) return;
        if (!c.TryConstant(1, out long[] dim))
        {
            c.Output(0, Shape.OfRank(x.Rank + 1));
            return;
        }

        c.Require(dim[0] >= -x.Rank - 1 && dim[0] <= x.Rank, $"dim {dim[0]} not in the interval [{-x.Rank - 1}, {x.Rank}].");
        int at = (int)(dim[0] < 0 ? dim[0] + x.Rank + 1 : dim[0]);
        c.Output(0, Shape.Of([.. x.Dimensions[..at], 1, .. x.Dimensions[at..]]));
    }

    public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

    public override void Gradient(GradientContext g) => g.Flow(0, Reshape.Build(g.Outgoing(0), ShapeOp.Build(g.Input(0))));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "Tdim");
        return new View();
    }

    public static Output Build(Output x, int dim) => x.Operation.Graph.AddOperation("ExpandDims", [x, x.Operation.Graph.Const(dim)])[0];

    private sealed class View : Kernel
    {
        public override void Run(StepContext s)
        {
            ReadOnlySpan<long> given = s.Input(0).Shape.Dimensions;
            s.Require(s.Input(1).ElementCount == 1, "'dim' must be a tensor with a single value");
            long dim = s.Input(1).Integer(0);
            s.Require(dim >= -given.Length - 1 && dim <= given.Length,
                $"Tried to expand dim index {dim} for tensor with {given.Length} dimensions.");
            int at = (int)(dim < 0 ? dim + given.Length + 1 : dim);
            Span<long> sizes = stackalloc long[given.Length + 1];
            given[..at].CopyTo(sizes);
            sizes[at] = 1;
            given[at..].CopyTo(sizes[(at + 1)..]);
            s.Forward(0, 0, sizes);
        }
    }
}
