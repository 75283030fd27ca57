using System.Runtime.InteropServices;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The bytes of strings as numbers, in a new last dimension. All strings must be of one length.</summary>
/// <remarks>Source: decode_raw_op.cc.</remarks>
internal sealed class DecodeRaw : Op
{
    public override OpDefinition Definition { get; } = "DecodeRaw(bytes: string) -> output: out_type; out_type: {half, float, double, int32, "
        + "uint16, uint8, int16, int8, int64, "
        + "complex64, complex128, bool, bfloat16}; little_endian: bool = true";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0).Concatenate(Shape.OfRank(1)));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("out_type");
        return new Decode(dtype, r.Bool("little_endian") ? 1 : SwappedSize(dtype));
    }

    /// <summary>How many bytes are turned round where numbers come with the last byte first.</summary>
    public static int SwappedSize(DType dtype) => dtype.IsComplex() ? dtype.ElementSize() / 2 : dtype.ElementSize();

    /// <summary>Turns the bytes of every number round.</summary>
    public static void Swap(Span<byte> bytes, int size)
    {
        if (size == 2) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (size == 4) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (size == 8) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    private sealed class Decode(DType dtype, int swapped) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] strings = s.Input(0).Strings;
            int size = dtype.ElementSize();
            int length = strings.Length == 0 ? 0 : strings[0].Length;
            for (int i = 1; i < strings.Length; i++)
            {
                s.Require(strings[i].Length == length, $"DecodeRaw requires input strings to all be the same size, but element {i} has size {length} != {strings[i].Length}");
            }

            s.Require(length % size == 0, $"Input to DecodeRaw has length {length} that is not a multiple of {size}, the size of {dtype.TfName()}");
            Span<byte> bytes = s.Output(0, [.. s.Input(0).Shape.Dimensions, length / size]).Bytes;
            for (int i = 0; i < strings.Length; i++) strings[i].CopyTo(bytes[(i * length)..]);
            Swap(bytes, swapped);
        }
    }
}
