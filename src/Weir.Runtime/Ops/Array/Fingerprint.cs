using System.Buffers.Binary;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A fingerprint of 8 bytes for each row of the first dimension. The one method is farmhash64.</summary>
/// <remarks>Of a row of several strings, the fingerprint of theirs. Source: fingerprint_op.cc.</remarks>
internal sealed class Fingerprint : Op
{
    private const int Size = sizeof(ulong);

    public override OpDefinition Definition { get; } = "Fingerprint(data: T, method: string) -> fingerprint: uint8; T: type";

    public override void InferShapes(ShapeContext c)
    {
        Shape data = c.WithRankAtLeast(0, 1);
        c.WithRank(1, 0);
        c.Output(0, Shape.Of(data.HasRank ? data[0] : -1, -1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.String => new OfStrings(),
        DType.Resource or DType.Variant => throw r.NoKernel("T"),
        _ => new OfBytes(),
    };

    private static Span<byte> Output(StepContext s)
    {
        (Tensor data, Tensor method) = (s.Input(0), s.Input(1));
        s.Require(data.Shape.Rank >= 1, $"`data` should have at least one dimension: {data.Shape}");
        s.Require(method.Shape.Rank == 0, $"`method` should be a scalar string: {method.Shape}");
        bool known = method.Strings[0].AsSpan().SequenceEqual("farmhash64"u8);
        s.Require(known, $"Unsupported fingerprint method: {System.Text.Encoding.UTF8.GetString(method.Strings[0])}");
        return s.Output(0, data.Shape[0], Size).Elements<byte>();
    }

    private sealed class OfBytes : Kernel
    {
        public override void Run(StepContext s)
        {
            Span<byte> prints = Output(s);
            ReadOnlySpan<byte> bytes = s.Input(0).Bytes;
            int rows = prints.Length / Size, row = rows == 0 ? 0 : bytes.Length / rows;
            for (int i = 0; i < rows; i++) BinaryPrimitives.WriteUInt64LittleEndian(prints[(i * Size)..], Fingerprint64.Of(bytes.Slice(i * row, row)));
        }
    }

    private sealed class OfStrings : Kernel
    {
        public override void Run(StepContext s)
        {
            Span<byte> prints = Output(s);
            byte[][] texts = s.Input(0).Strings;
            int rows = prints.Length / Size, width = rows == 0 ? 0 : texts.Length / rows;
            byte[] joined = width == 1 ? [] : new byte[width * Size];
            for (int i = 0; i < rows; i++)
            {
                Span<byte> target = width == 1 ? prints.Slice(i * Size, Size) : joined;
                for (int k = 0; k < width; k++) BinaryPrimitives.WriteUInt64LittleEndian(target[(k * Size)..], Fingerprint64.Of(texts[(i * width) + k]));
                if (width != 1) BinaryPrimitives.WriteUInt64LittleEndian(prints[(i * Size)..], Fingerprint64.Of(joined));
            }
        }
    }
}
