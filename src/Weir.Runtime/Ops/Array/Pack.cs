using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tensors of one shape, stacked along a new dimension.</summary>
/// <remarks>Source: pack_op.cc.</remarks>
internal sealed class Pack : Op
{
    public override OpDefinition Definition { get; } = "Pack(values: N * T) -> output: T; N: int >= 1; T: type; axis: int = 0";

    public override void InferShapes(ShapeContext c)
    {
        Shape part = c.Input(0);
        for (int i = 1; i < c.InputCount; i++) part = c.Merge(part, c.Input(i));
        if (!part.HasRank) return;
        long axis = c.Attributes.Get<long>("axis");
        int rank = part.Rank + 1;
        c.Require(axis >= -rank && axis < rank, $"Invalid axis: {axis}; must be in [{-rank},{rank})");
        int at = (int)(axis < 0 ? axis + rank : axis);
        c.Output(0, Shape.Of([.. part.Dimensions[..at], c.InputCount, .. part.Dimensions[at..]]));
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        if (c.InputCount > ShapeContext.MaxConstant || c.Input(0).Rank != 0) return null;
        long?[] values = new long?[c.InputCount];
        for (int i = 0; i < values.Length; i++) values[i] = c.Integers(i)?[0];
        return values;
    }

    public override void Gradient(GradientContext g)
    {
        Operation parts = Unpack.Build(g.Outgoing(0), g.Operation.InputEdges.Length, g.Operation.Attributes.Get<long>("axis"));
        for (int i = 0; i < parts.OutputCount; i++) g.Flow(i, parts[i]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return r.ForMoving(new Maker(r.Int("axis")));
    }

    public static Output Build(IReadOnlyList<Output> values, long axis = 0) =>
        values[0].Operation.Graph.AddOperation("Pack", values, new Dictionary<string, object> { ["axis"] = axis })[0];

    private readonly struct Maker(long axis) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Stack<T>(axis);
    }

    private sealed class Stack<T>(long axis) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape part = s.Input(0).Shape;
            for (int i = 1; i < s.InputCount; i++)
            {
                s.Require(s.Input(i).Shape.Equals(part),
                    $"Shapes of all inputs must match: values[0].shape = {part} != values[{i}].shape = {s.Input(i).Shape}");
            }

            int rank = part.Rank + 1;
            s.Require(axis >= -rank && axis < rank, $"axis = {axis} not in [{-rank}, {rank})");
            int at = (int)(axis < 0 ? axis + rank : axis);
            Span<long> sizes = stackalloc long[rank];
            part.Dimensions[..at].CopyTo(sizes);
            sizes[at] = s.InputCount;
            part.Dimensions[at..].CopyTo(sizes[(at + 1)..]);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            Slabs slabs = Slabs.Of(sizes, at);
            for (int i = 0; i < s.InputCount; i++)
            {
                Slabs.Copy(slabs.Outer, slabs.Inner, MovedElements.Of<T>(s.Input(i)), slabs.Inner, 0, output, slabs.Inner * s.InputCount, i * slabs.Inner);
            }
        }
    }
}
