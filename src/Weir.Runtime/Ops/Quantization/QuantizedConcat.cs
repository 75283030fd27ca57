using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Quantized tensors behind each other, brought to the range that holds all of theirs.</summary>
/// <remarks>Signed integers have a range around 0. Source: quantized_concat_op.cc.</remarks>
internal sealed class QuantizedConcat : Op
{
    public override OpDefinition Definition { get; } = "QuantizedConcat(concat_dim: int32, values: N * T, input_mins: N * float, input_maxes: N * float) -> output: T, "
        + "output_min: float, output_max: float; N: int >= 2; T: type";

    public override void InferShapes(ShapeContext c)
    {
        int count = (c.InputCount - 1) / 3;
        c.WithRank(0, 0);
        for (int i = count + 1; i < c.InputCount; i++) c.WithRank(i, 0);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
        Shape first = c.Input(1);
        if (!first.HasRank) return;
        if (!c.TryConstant(0, out long[] axes))
        {
            c.Output(0, Shape.OfRank(first.Rank));
            return;
        }

        c.Require(axes[0] >= -first.Rank && axes[0] < first.Rank, $"Expected concatenating dimension in the range [{-first.Rank}, {first.Rank}), but got {axes[0]}");
        int axis = (int)(axes[0] < 0 ? axes[0] + first.Rank : axes[0]);
        Shape around = Shape.Unknown;
        long length = 0;
        for (int i = 1; i <= count; i++)
        {
            Shape x = c.WithRank(i, first.Rank);
            length = length < 0 || x[axis] < 0 ? -1 : length + x[axis];
            around = c.Merge(around, Shape.Of([.. x.Dimensions[..axis], .. x.Dimensions[(axis + 1)..]]));
        }

        c.Output(0, Shape.Of([.. around.Dimensions[..axis], length, .. around.Dimensions[axis..]]));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return r.Type("T") switch
        {
            DType.QUInt8 => new Join<byte>(),
            DType.QInt32 => new Join<int>(),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Join<T> : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            int count = (s.InputCount - 1) / 3;
            Shape first = s.Input(1).Shape;
            s.Require(s.Input(0).Shape.Rank == 0, $"Concat dim tensor should be a scalar, but got shape {s.Input(0).Shape}");
            long wanted = s.Input(0).Integer(0);
            s.Require(wanted >= -first.Rank && wanted < first.Rank, $"Expected concatenating dimension in the range [{-first.Rank}, {first.Rank}), but got {wanted}");
            int axis = (int)(wanted < 0 ? wanted + first.Rank : wanted);
            (float low, float high, long length) = (0, float.MinValue, 0);
            for (int i = 0; i < count; i++)
            {
                low = Math.Min(low, QuantizedTypes.Scalar(s, 1 + count + i, "input_min"));
                high = Math.Max(high, QuantizedTypes.Scalar(s, 1 + (2 * count) + i, "input_max"));
                Shape x = s.Input(1 + i).Shape;
                s.Require(x.Rank == first.Rank && x.Dimensions[..axis].SequenceEqual(first.Dimensions[..axis]) && x.Dimensions[(axis + 1)..].SequenceEqual(first.Dimensions[(axis + 1)..]),
                    $"ConcatOp : Dimensions of inputs should match: shape[0] = {first} vs. shape[{i}] = {x}");
                length += x[axis];
            }

            if (T.IsNegative(T.MinValue)) (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
            Span<long> sizes = stackalloc long[first.Rank];
            first.Dimensions.CopyTo(sizes);
            sizes[axis] = length;
            Span<T> y = s.Output(0, sizes).Elements<T>();
            s.SetRange(low, high);
            Fill(s, count, axis, low, high, y, length);
        }

        private static void Fill(StepContext s, int count, int axis, float low, float high, Span<T> y, long length)
        {
            long at = 0;
            LinearRange<T> to = new(low, high);
            for (int i = 0; i < count; i++)
            {
                Tensor x = s.Input(1 + i);
                Slabs slabs = Slabs.Of(x.Shape.Dimensions, axis);
                long row = slabs.Length * slabs.Inner, whole = length * slabs.Inner;
                (float minimum, float maximum) = (s.Input(1 + count + i).Elements<float>()[0], s.Input(1 + (2 * count) + i).Elements<float>()[0]);
                if (minimum == low && maximum == high)
                {
                    Slabs.Copy(slabs.Outer, row, x.Elements<T>(), row, 0, y, whole, at);
                }
                else
                {
                    LinearRange<T> from = new(minimum, maximum);
                    ReadOnlySpan<T> values = x.Elements<T>();
                    for (int k = 0; k < values.Length; k++)
                    {
                        (long outer, long rest) = Math.DivRem(k, row);
                        y[(int)((outer * whole) + at + rest)] = to.ToQuantized(from.ToFloat(values[k]));
                    }
                }

                at += row;
            }
        }
    }
}
