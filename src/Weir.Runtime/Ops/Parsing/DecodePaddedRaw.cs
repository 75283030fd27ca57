using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The first bytes of strings as numbers, in a new last dimension; what a string is too short for is 0.</summary>
/// <remarks>Source: decode_padded_raw_op.cc.</remarks>
internal sealed class DecodePaddedRaw : Op
{
    private static readonly ElementTypes Types = new(DType.BFloat16, DType.Float32, DType.Float64, DType.Int16, DType.Int32, DType.Int64, DType.Int8, DType.UInt16, DType.UInt8);

    public override OpDefinition Definition { get; } = "DecodePaddedRaw(input_bytes: string, fixed_length: int32) -> output: out_type; "
        + "out_type: {half, float, double, int32, uint16, uint8, int16, int8, int64, bfloat16}; little_endian: bool = true";

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Input(1).Rank <= 0, $"Input must be scalar but has rank {c.Input(1).Rank}");
        long width = -1;
        if (c.TryConstant(1, out long[] length))
        {
            int size = c.Attributes.Get<DType>("out_type").ElementSize();
            c.Require(length[0] >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {length[0]}");
            c.Require(length[0] % size == 0, $"Dimension size must be evenly divisible by {size} but is {length[0]}");
            width = length[0] / size;
        }

        c.Output(0, c.Input(0).Concatenate(Shape.Of(width)));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("out_type");
        if (!Types.Contains(dtype)) throw r.NoKernel("out_type");
        return new Decode(dtype, r.Bool("little_endian") ? 1 : DecodeRaw.SwappedSize(dtype));
    }

    private sealed class Decode(DType dtype, int swapped) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] strings = s.Input(0).Strings;
            s.Require(s.Input(1).Shape.Rank == 0, $"k must be scalar, got shape {s.Input(1).Shape}");
            int length = (int)s.Input(1).Integer(0);
            int size = dtype.ElementSize();
            s.Require(length > 0, $"fixed_length ({length}) must be greater than zero.");
            s.Require(length % size == 0, $"fixed_length ({length}) must be a multiple of the size of out_type ({size})");
            Span<byte> bytes = s.Output(0, [.. s.Input(0).Shape.Dimensions, length / size]).Bytes;
            for (int i = 0; i < strings.Length; i++)
            {
                Span<byte> row = bytes.Slice(i * length, length);
                int count = Math.Min(length, strings[i].Length);
                strings[i].AsSpan(0, count).CopyTo(row);
                row[count..].Clear();
            }

            DecodeRaw.Swap(bytes, swapped);
        }
    }
}
