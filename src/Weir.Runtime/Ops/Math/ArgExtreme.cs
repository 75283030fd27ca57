using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Where along a dimension the greatest or the least element is: the first of equal ones, never a NaN unless there is nothing else. Two rows.</summary>
/// <remarks>Source: argmax_op.cc.</remarks>
internal sealed class ArgExtreme(OpDefinition definition, bool greatest) : Op
{
    private const string Types = "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, qint8, quint8, qint32, qint16, quint16, bool}";

    public static readonly Op[] All =
    [
        new ArgExtreme($"ArgMax(input: T, dimension: Tidx) -> output: output_type; T: {Types}; Tidx: {{int16, int32, int64}} = int32; "
            + "output_type: {int16, uint16, int32, int64} = int64", greatest: true),
        new ArgExtreme($"ArgMin(input: T, dimension: Tidx) -> output: output_type; T: {Types}; Tidx: {{int32, int64}} = int32; output_type: {{int32, int64}} = int64", greatest: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        c.WithRank(1, 0);
        if (!x.HasRank) return;
        if (x.Rank <= 1)
        {
            c.Output(0, Shape.Scalar);
            return;
        }

        if (!c.TryConstant(1, out long[] axes))
        {
            c.Output(0, Shape.OfRank(x.Rank - 1));
            return;
        }

        c.Require(axes[0] >= -x.Rank && axes[0] < x.Rank,
            $"Dimension ({axes[0]}) must be in the range [{-x.Rank}, {x.Rank}), where {x.Rank} is the number of dimensions in the input.");
        int axis = (int)(axes[0] < 0 ? axes[0] + x.Rank : axes[0]);
        c.Output(0, Shape.Of([.. x.Dimensions[..axis], .. x.Dimensions[(axis + 1)..]]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx", "output_type");
        return r.Type("T") switch
        {
            DType.Float32 => new Find<float, float>(greatest),
            DType.Float64 => new Find<double, double>(greatest),
            DType.Float16 => new Find<Half, Half>(greatest),
            DType.BFloat16 => new Find<BFloat16, float>(greatest),
            DType.Int8 => new Find<sbyte, sbyte>(greatest),
            DType.Int16 => new Find<short, short>(greatest),
            DType.Int32 => new Find<int, int>(greatest),
            DType.Int64 => new Find<long, long>(greatest),
            DType.UInt8 => new Find<byte, byte>(greatest),
            DType.UInt16 => new Find<ushort, ushort>(greatest),
            DType.UInt32 => new Find<uint, uint>(greatest),
            DType.UInt64 => new Find<ulong, ulong>(greatest),
            DType.Bool => new Find<bool, byte>(greatest),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Find<T, TNumber>(bool greatest) : Kernel
        where T : unmanaged
        where TNumber : unmanaged, INumber<TNumber>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor dimension) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            s.Require(dimension.Shape.Rank == 0, $"dim must be a scalar, but received tensor of shape: {dimension.Shape}");
            long wanted = dimension.Integer(0);
            s.Require(wanted >= -rank && wanted < rank, $"Expected dimension in the range [{-rank}, {rank}), but got {wanted}");
            int axis = (int)(wanted < 0 ? wanted + rank : wanted);
            s.Require(x.Shape[axis] > 0, $"Reduction axis {axis} is empty in shape {x.Shape}");
            Span<long> sizes = stackalloc long[rank - 1];
            x.Shape.Dimensions[..axis].CopyTo(sizes);
            x.Shape.Dimensions[(axis + 1)..].CopyTo(sizes[axis..]);
            Tensor y = s.Output(0, sizes);
            if (y.ElementCount > 0) Fill(x.Elements<T>(), Slabs.Of(x.Shape.Dimensions, axis), y);
        }

        private void Fill(ReadOnlySpan<T> x, Slabs slabs, Tensor y)
        {
            int at = 0;
            for (int outer = 0; outer < slabs.Outer; outer++)
            {
                for (int inner = 0; inner < slabs.Inner; inner++, at++)
                {
                    int first = (int)((outer * slabs.Length * slabs.Inner) + inner);
                    Set(y, at, Position(x[first..], (int)slabs.Length, (int)slabs.Inner));
                }
            }
        }

        private int Position(ReadOnlySpan<T> x, int length, int step)
        {
            int position = 0;
            TNumber best = Number(x[0]);
            for (int i = 1; i < length; i++)
            {
                TNumber value = Number(x[i * step]);
                if (greatest ? value > best : value < best) (best, position) = (value, i);
                else if (TNumber.IsNaN(best) && !TNumber.IsNaN(value)) (best, position) = (value, i);
            }

            return position;
        }

        private static TNumber Number(T value)
        {
            if (typeof(T) == typeof(BFloat16)) return TNumber.CreateTruncating((float)System.Runtime.CompilerServices.Unsafe.BitCast<T, BFloat16>(value));
            return System.Runtime.CompilerServices.Unsafe.BitCast<T, TNumber>(value);
        }

        private static void Set(Tensor y, int at, int position)
        {
            switch (y.DType)
            {
                case DType.Int64: y.Elements<long>()[at] = position; break;
                case DType.Int32: y.Elements<int>()[at] = position; break;
                case DType.Int16: y.Elements<short>()[at] = (short)position; break;
                default: y.Elements<ushort>()[at] = (ushort)position; break;
            }
        }
    }
}
