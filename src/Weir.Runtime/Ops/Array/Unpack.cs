using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor cut into its slices along a dimension, which is dropped.</summary>
/// <remarks>Source: unpack_op.cc.</remarks>
internal sealed class Unpack : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt8, DType.QUInt8, DType.QInt16, DType.QUInt16, DType.QInt32);

    public override OpDefinition Definition { get; } = "Unpack(value: T) -> output: num * T; num: int >= 0; T: type; axis: int = 0";

    public override void InferShapes(ShapeContext c)
    {
        Shape whole = c.Input(0);
        if (!whole.HasRank) return;
        long axis = c.Attributes.Get<long>("axis");
        c.Require(axis >= -whole.Rank && axis < whole.Rank, $"Invalid axis: {axis}; must be in [{-whole.Rank},{whole.Rank})");
        int at = (int)(axis < 0 ? axis + whole.Rank : axis);
        c.Require(whole[at] == -1 || whole[at] == c.OutputCount, $"Dimension must be {c.OutputCount} but is {whole[at]}");
        c.AllOutputs(Shape.Of([.. whole.Dimensions[..at], .. whole.Dimensions[(at + 1)..]]));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, Pack.Build([.. Enumerable.Range(0, g.Operation.OutputCount).Select(g.Outgoing)], g.Operation.Attributes.Get<long>("axis")));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("num");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(r.Int("axis")));
    }

    public static Operation Build(Output value, int count, long axis) =>
        value.Operation.Graph.AddOperation("Unpack", [value], new Dictionary<string, object> { ["num"] = (long)count, ["axis"] = axis });

    private readonly struct Maker(long axis) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Cut<T>(axis);
    }

    private sealed class Cut<T>(long axis) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape whole = s.Input(0).Shape;
            s.Require(axis >= -whole.Rank && axis < whole.Rank, $"axis = {axis} not in [{-whole.Rank}, {whole.Rank})");
            int at = (int)(axis < 0 ? axis + whole.Rank : axis);
            s.Require(whole[at] == s.OutputCount, $"Input shape axis {at} must equal {s.OutputCount}, got shape {whole}");
            Span<long> sizes = stackalloc long[whole.Rank - 1];
            whole.Dimensions[..at].CopyTo(sizes);
            whole.Dimensions[(at + 1)..].CopyTo(sizes[at..]);
            ReadOnlySpan<T> source = MovedElements.Of<T>(s.Input(0));
            Slabs slabs = Slabs.Of(whole.Dimensions, at);
            for (int i = 0; i < s.OutputCount; i++)
            {
                Span<T> part = MovedElements.Of<T>(s.Output(i, sizes));
                Slabs.Copy(slabs.Outer, slabs.Inner, source, slabs.Inner * slabs.Length, i * slabs.Inner, part, slabs.Inner, 0);
            }
        }
    }
}
