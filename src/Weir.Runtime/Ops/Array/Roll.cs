using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Moves elements along dimensions; what goes over an end comes in at the other.</summary>
/// <remarks>Source: roll_op.cc; gradient: manip_grad.py.</remarks>
internal sealed class Roll : Op
{
    public override OpDefinition Definition { get; } =
        "Roll(input: T, shift: Tshift, axis: Taxis) -> output: T; T: type; Tshift: {int32, int64}; Taxis: {int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Input(1).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(1).Rank}");
        c.Require(c.Input(2).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(2).Rank}");
        c.Merge(c.Input(1), c.Input(2));
        c.Output(0, c.WithRankAtLeast(0, 1));
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), -g.Input(1), g.Input(2)])[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tshift", "Taxis");
        return ElementTypes.Quantized.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Move<T>();
    }

    private sealed class Move<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            Span<long> shifts = stackalloc long[x.Shape.Rank];
            int innermost = Read(s, x.Shape, shifts);
            if (innermost < 0)
            {
                s.Forward(0, 0);
                return;
            }

            // Rows of the innermost dimension that moves; each is copied in two parts, to where its coordinates move to.
            ReadOnlySpan<T> source = MovedElements.Of<T>(x);
            Span<T> destination = MovedElements.Of<T>(s.OutputLike(0, x));
            Slabs slabs = Slabs.Of(x.Shape.Dimensions, innermost);
            int length = (int)(slabs.Length * slabs.Inner);
            int shift = (int)(shifts[innermost] * slabs.Inner);
            for (int row = 0; row < slabs.Outer; row++)
            {
                Span<T> to = destination.Slice((int)Moved(row, x.Shape.Dimensions[..innermost], shifts) * length, length);
                ReadOnlySpan<T> from = source.Slice(row * length, length);
                from[..(length - shift)].CopyTo(to[shift..]);
                from[(length - shift)..].CopyTo(to);
            }
        }

        /// <summary>Adds up the shifts of each dimension, each from 0 to below its size.</summary>
        /// <returns>The innermost dimension that moves; -1: none.</returns>
        private static int Read(StepContext s, Shape x, Span<long> shifts)
        {
            (Tensor shift, Tensor axis) = (s.Input(1), s.Input(2));
            s.Require(x.Rank >= 1, "input must be 1-D or higher");
            s.Require(shift.Shape.Rank <= 1, $"shift must be a scalar or a 1-D vector. Found: {shift.Shape}");
            s.Require(axis.Shape.Rank <= 1, $"axis must be a scalar or a 1-D vector. Found: {axis.Shape}");
            s.Require(shift.Shape.Equals(axis.Shape), "shift and axis must have the same size");
            shifts.Clear();
            int innermost = -1;
            for (int i = 0; i < axis.ElementCount; i++)
            {
                long wanted = axis.Integer(i) < 0 ? axis.Integer(i) + x.Rank : axis.Integer(i);
                s.Require(wanted >= 0 && wanted < x.Rank, $"axis {wanted} is out of range");
                int dimension = (int)wanted;
                long size = Math.Max(1, x[dimension]);
                shifts[dimension] = (((shift.Integer(i) % size) + shifts[dimension]) % size + size) % size;
            }

            for (int d = 0; d < x.Rank; d++)
            {
                if (shifts[d] != 0) innermost = d;
            }

            return x.ElementCount == 0 ? -1 : innermost;
        }

        private static long Moved(long row, ReadOnlySpan<long> sizes, ReadOnlySpan<long> shifts)
        {
            long moved = 0, stride = 1;
            for (int d = sizes.Length - 1; d >= 0; d--)
            {
                (row, long index) = Math.DivRem(row, sizes[d]);
                moved += ((index + shifts[d]) % sizes[d]) * stride;
                stride *= sizes[d];
            }

            return moved;
        }
    }
}
