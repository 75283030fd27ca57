using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A new dimension in which on_value stands at the index and off_value elsewhere; an index out of range gives off_value everywhere.</summary>
/// <remarks>Source: one_hot_op.cc; gradient: array_grad.py.</remarks>
internal sealed class OneHot : Op
{
    private static readonly ElementTypes NoKernels = ElementTypes.Quantized;

    public override OpDefinition Definition { get; } = "OneHot(indices: TI, depth: int32, on_value: T, off_value: T) -> output: T; axis: int = -1; "
        + "T: type; TI: {uint8, int8, int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        long axis = c.Attributes.Get<long>("axis");
        c.Require(axis >= -1, "axis must be >= -1");
        c.Require(c.Input(1).Rank <= 0, $"Input must be scalar but has rank {c.Input(1).Rank}");
        bool known = c.TryConstant(1, out long[] depth);
        c.Require(!known || depth[0] >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {(known ? depth[0] : 0)}");
        Shape indices = c.Input(0);
        if (!indices.HasRank) return;
        c.Require(axis <= indices.Rank, $"Expected axis to be -1 or between [0, {indices.Rank + 1}).  But received: {axis}");
        int at = axis == -1 ? indices.Rank : (int)axis;
        c.Output(0, Shape.Of([.. indices.Dimensions[..at], known ? depth[0] : -1, .. indices.Dimensions[at..]]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("TI");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(r.Int("axis")));
    }

    private readonly struct Maker(long axis) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Mark<T>(axis);
    }

    private sealed class Mark<T>(long axis) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor indices = s.Input(0);
            int rank = indices.Shape.Rank;
            s.Require(axis == -1 || (axis >= 0 && axis <= rank), $"Expected axis to be -1 or between [0, {rank + 1}).  But received: {axis}");
            s.Require(s.Input(1).Shape.Rank == 0, $"depth must be a scalar, but got: {s.Input(1).Shape}");
            s.Require(s.Input(2).Shape.Rank == 0, $"on_value must be a scalar, but got: {s.Input(2).Shape}");
            s.Require(s.Input(3).Shape.Rank == 0, $"off_value must be a scalar, but got: {s.Input(3).Shape}");
            long depth = s.Input(1).Integer(0);
            s.Require(depth >= 0, $"depth must be non-negative, got: {depth}");
            int at = axis == -1 ? rank : (int)axis;
            Span<long> sizes = stackalloc long[rank + 1];
            indices.Shape.Dimensions[..at].CopyTo(sizes);
            sizes[at] = depth;
            indices.Shape.Dimensions[at..].CopyTo(sizes[(at + 1)..]);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            output.Fill(MovedElements.Of<T>(s.Input(3))[0]);
            if (output.IsEmpty) return;
            T on = MovedElements.Of<T>(s.Input(2))[0];
            Slabs slabs = Slabs.Of(sizes, at);
            for (int i = 0; i < indices.ElementCount; i++)
            {
                long index = indices.Integer(i);
                if (index < 0 || index >= depth) continue;
                (long outer, long inner) = Math.DivRem(i, slabs.Inner);
                output[(int)((((outer * depth) + index) * slabs.Inner) + inner)] = on;
            }
        }
    }
}
