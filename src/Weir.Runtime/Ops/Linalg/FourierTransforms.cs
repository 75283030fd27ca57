using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Fourier transforms over the last one, two or three dimensions of complex tensors: a row per op.</summary>
/// <remarks>The inverse divides by the number of elements. Source: fft_ops.cc; gradients: spectral_grad.py.</remarks>
internal sealed class FourierTransforms(string name, int rank, bool inverse) : Op
{
    public static readonly Op[] All =
    [
        new FourierTransforms("FFT", 1, inverse: false),
        new FourierTransforms("FFT2D", 2, inverse: false),
        new FourierTransforms("FFT3D", 3, inverse: false),
        new FourierTransforms("IFFT", 1, inverse: true),
        new FourierTransforms("IFFT2D", 2, inverse: true),
        new FourierTransforms("IFFT3D", 3, inverse: true),
    ];

    public override OpDefinition Definition { get; } = $"{name}(input: Tcomplex) -> output: Tcomplex; Tcomplex: {{complex64, complex128}} = complex64";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRankAtLeast(0, rank));

    public override void Gradient(GradientContext g)
    {
        Output count = CastOp.Build(Count(g.Outgoing(0), rank), g.Outgoing(0).DType);
        Output other = Build(g.Outgoing(0), rank, !inverse);
        g.Flow(0, inverse ? other / count : other * count);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("Tcomplex") == DType.Complex64
        ? new Transform<Complex64>(rank, inverse) : new Transform<Complex>(rank, inverse);

    public static Output Build(Output x, int rank, bool inverse) => x.Operation.Graph.AddOperation(
        (rank, inverse) switch { (1, false) => "FFT", (2, false) => "FFT2D", (3, false) => "FFT3D", (1, true) => "IFFT", (2, true) => "IFFT2D", _ => "IFFT3D" }, [x])[0];

    /// <summary>How many elements the last dimensions have.</summary>
    public static Output Count(Output x, int rank)
    {
        Graph graph = x.Operation.Graph;
        Output first = Rank.Build(x) - graph.Const(rank);
        return Reductions.Prod(Slice.Build(ShapeOp.Build(x), Pack.Build([first]), graph.Const(Tensor.From(rank))), graph.Const(0));
    }

    /// <summary>Transforms a dimension of a dense block, in which it is [outer, length, inner], line by line.</summary>
    public static void AlongDimension(Span<Complex> block, int length, int inner, bool inverse)
    {
        if (inner == 1)
        {
            for (int at = 0; at < block.Length; at += length) Fourier.Transform(block.Slice(at, length), inverse);
            return;
        }

        Complex[] memory = ArrayPool<Complex>.Shared.Rent(length);
        Span<Complex> line = memory.AsSpan(0, length);
        for (int outer = 0; outer < block.Length; outer += length * inner)
        {
            for (int i = 0; i < inner; i++)
            {
                for (int k = 0; k < length; k++) line[k] = block[outer + (k * inner) + i];
                Fourier.Transform(line, inverse);
                for (int k = 0; k < length; k++) block[outer + (k * inner) + i] = line[k];
            }
        }

        ArrayPool<Complex>.Shared.Return(memory);
    }

    private sealed class Transform<T>(int rank, bool inverse) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank >= rank, $"Input must have rank of at least {rank} but got: {x.Shape}");
            Tensor y = s.OutputLike(0, x);
            if (x.ElementCount == 0) return;
            int size = 1;
            foreach (long length in x.Shape.Dimensions[^rank..]) size = checked(size * (int)length);
            ReadOnlySpan<T> from = x.Elements<T>();
            Span<T> to = y.Elements<T>();
            Complex[] memory = ArrayPool<Complex>.Shared.Rent(size);
            Span<Complex> block = memory.AsSpan(0, size);
            for (int at = 0; at < from.Length; at += size)
            {
                MatrixElements.Read(from.Slice(at, size), block);
                for (int d = 1, inner = 1; d <= rank; inner *= (int)x.Shape[-d], d++) AlongDimension(block, (int)x.Shape[-d], inner, inverse);
                for (int i = 0; i < size && inverse; i++) block[i] /= size;
                MatrixElements.Write(block, to.Slice(at, size));
            }

            ArrayPool<Complex>.Shared.Return(memory);
        }
    }
}
