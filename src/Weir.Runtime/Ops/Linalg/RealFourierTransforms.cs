using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Fourier transforms of real tensors, of which half of the last dimension is kept, and back: a row per op.</summary>
/// <remarks>Longer inputs are cut to fft_length, shorter ones refused. Source: fft_ops.cc; gradients: spectral_grad.py.</remarks>
internal sealed class RealFourierTransforms(string name, int rank, bool inverse) : Op
{
    public static readonly Op[] All =
    [
        new RealFourierTransforms("IRFFT", 1, inverse: true),
        new RealFourierTransforms("IRFFT2D", 2, inverse: true),
        new RealFourierTransforms("IRFFT3D", 3, inverse: true),
        new RealFourierTransforms("RFFT", 1, inverse: false),
        new RealFourierTransforms("RFFT2D", 2, inverse: false),
        new RealFourierTransforms("RFFT3D", 3, inverse: false),
    ];

    public override OpDefinition Definition { get; } = inverse
        ? $"{name}(input: Tcomplex, fft_length: int32) -> output: Treal; Treal: {{float, double}} = float; Tcomplex: {{complex64, complex128}} = complex64"
        : $"{name}(input: Treal, fft_length: int32) -> output: Tcomplex; Treal: {{float, double}} = float; Tcomplex: {{complex64, complex128}} = complex64";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, rank), lengths = c.WithRank(1, 1);
        c.MergeSizes(lengths[0], rank);
        if (!x.HasRank) return;
        long[] sizes = x.Dimensions.ToArray();
        bool known = c.TryConstant(1, out long[] wanted);
        for (int i = 0; i < rank; i++)
        {
            long length = known ? wanted[i] : -1;
            sizes[^(rank - i)] = known && i == rank - 1 && !inverse ? length == 0 ? 0 : (length / 2) + 1 : Math.Max(-1, length);
        }

        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g)
    {
        if (rank == 3) base.Gradient(g);
        if (inverse) FlowToHalf(g);
        else if (rank == 1) FlowToLine(g);
        else FlowToReal(g);
    }

    // TensorFlow's own form of one dimension, which differs where the input was cut to a length of 1.
    private static void FlowToLine(GradientContext g)
    {
        Graph graph = g.Graph;
        Output dy = g.Outgoing(0), x = g.Input(0), one = graph.Const(1), two = graph.Const(2);
        Output size = FourierTransforms.Count(x, 1), length = GatherV2.Build(g.Input(1), graph.Const(0), 0);
        Output even = CastOp.Build(one - IntegerMath.FloorMod(length, two), dy.DType);
        Output signs = CastOp.Build(one - (two * IntegerMath.FloorMod(RangeOp.Build(graph.Const(0), size, one), two)), dy.DType);
        Output ends = MatrixGraph.Columns(dy, 0, 1) + (even * MatrixGraph.Columns(dy, -1, 0) * signs);
        Output back = graph.AddOperation("IRFFT", [dy, g.Input(1)], new Dictionary<string, object> { ["Treal"] = x.DType })[0];
        g.Flow(0, ((back * CastOp.Build(size, x.DType)) + ComplexParts.RealPart(ends)) * 0.5);
    }

    // The half that was left out adds nothing: the gradient is the whole inverse transform of what flows in, zeros behind it.
    private void FlowToReal(GradientContext g)
    {
        Graph graph = g.Graph;
        Output dy = g.Outgoing(0), x = g.Input(0), one = graph.Const(1);
        Output before = Rank.Build(x) - one;
        Output missing = GatherV2.Build(ShapeOp.Build(x), before, 0) - GatherV2.Build(ShapeOp.Build(dy), before, 0);
        Output none = Fill.Build(Pack.Build([before, graph.Const(2)]), graph.Const(0));
        Output paddings = ConcatV2.Build([none, Reshape.Build(Pack.Build([graph.Const(0), missing]), graph.Const(Tensor.From(1, 2)))], 0);
        Output count = CastOp.Build(FourierTransforms.Count(x, rank), x.DType);
        g.Flow(0, ComplexParts.RealPart(FourierTransforms.Build(Pad.Build(dy, paddings), rank, inverse: true)) * count);
    }

    // All but the first line, and the last of an even length, stand for two.
    private void FlowToHalf(GradientContext g)
    {
        Graph graph = g.Graph;
        Output dx = g.Outgoing(0), one = graph.Const(1);
        Output size = GatherV2.Build(ShapeOp.Build(g.Input(0)), Rank.Build(dx) - one, 0);
        Output length = GatherV2.Build(g.Input(1), graph.Const(rank - 1), 0);
        Output odd = IntegerMath.FloorMod(length, graph.Const(2));
        Output single = graph.Const(1.0, dx.DType), twice = graph.Const(2.0, dx.DType);
        Output weights = ConcatV2.Build(
            [
                Fill.Build(Pack.Build([one]), single),
                Fill.Build(Pack.Build([size - graph.Const(2) + odd]), twice),
                Fill.Build(Pack.Build([one - odd]), single),
            ],
            0);
        Output count = CastOp.Build(FourierTransforms.Count(dx, rank), dx.DType);
        DType complex = g.Input(0).DType;
        Output half = graph.AddOperation(name[1..], [dx, g.Input(1)], new Dictionary<string, object> { ["Tcomplex"] = complex })[0];
        g.Flow(0, half * CastOp.Build(weights / count, complex));
    }

    public override Kernel CreateKernel(KernelRequest r) => (r.Type("Treal"), r.Type("Tcomplex")) switch
    {
        (DType.Float32, DType.Complex64) => inverse ? new Back<float, Complex64>(rank) : new Forth<float, Complex64>(rank),
        (DType.Float64, DType.Complex128) => inverse ? new Back<double, Complex>(rank) : new Forth<double, Complex>(rank),
        _ => throw r.NoKernel("Treal", "Tcomplex"),
    };

    /// <summary>Reads fft_length, checks it against the input's size and makes the output.</summary>
    private static Tensor Prepare(StepContext s, int rank, bool inverse, Span<long> lengths)
    {
        (Tensor x, Tensor given) = (s.Input(0), s.Input(1));
        s.Require(x.Shape.Rank >= rank, $"Input must have rank of at least {rank} but got: {x.Shape}");
        s.Require(given.Shape.Rank == 1 && given.ElementCount == rank, $"fft_length must have shape [{rank}]");
        Span<long> sizes = stackalloc long[x.Shape.Rank];
        x.Shape.Dimensions.CopyTo(sizes);
        for (int i = 0; i < rank; i++)
        {
            lengths[i] = given.Integer(i);
            s.Require(lengths[i] >= 0, $"fft_length[{i}] must >= 0, but got: {lengths[i]}");
            bool last = i == rank - 1;
            long needed = last && inverse ? (lengths[i] / 2) + 1 : lengths[i];
            long size = x.Shape[i - rank];
            if (lengths[i] > 0) s.Require(x.ElementCount == 0 || size >= needed, $"Input dimension {x.Shape.Rank - rank + i} must have length of at least {needed} but got: {size}");
            sizes[^(rank - i)] = last && !inverse && lengths[i] > 0 ? (lengths[i] / 2) + 1 : lengths[i];
        }

        for (int i = 0; i < rank; i++)
        {
            if (lengths[i] == 0 && x.ElementCount > 0) throw new TfException(StatusCode.Internal, "Failed to transform with a length of 0.");
        }

        return s.Output(0, sizes);
    }

    private static int Volume(ReadOnlySpan<long> sizes)
    {
        int volume = 1;
        foreach (long size in sizes) volume = checked(volume * (int)size);
        return volume;
    }

    /// <summary>Where a line of a block of such sizes begins in another block.</summary>
    private static int Line(int line, ReadOnlySpan<long> sizes, ReadOnlySpan<long> other)
    {
        int at = 0, stride = (int)other[^1];
        for (int d = sizes.Length - 2; d >= 0; d--)
        {
            (line, int index) = Math.DivRem(line, (int)sizes[d]);
            at += index * stride;
            stride *= (int)other[d];
        }

        return at;
    }

    private sealed class Forth<TReal, TComplex>(int rank) : Kernel
        where TReal : unmanaged
        where TComplex : unmanaged
    {
        public override void Run(StepContext s)
        {
            Span<long> lengths = stackalloc long[rank];
            Tensor y = Prepare(s, rank, inverse: false, lengths);
            if (s.Input(0).ElementCount == 0) y.Clear();
            if (y.ElementCount == 0 || s.Input(0).ElementCount == 0) return;
            ReadOnlySpan<long> given = s.Input(0).Shape.Dimensions[^rank..];
            int length = (int)lengths[^1], kept = (length / 2) + 1, size = Volume(lengths), step = Volume(given), lines = size / length;
            ReadOnlySpan<TReal> from = s.Input(0).Elements<TReal>();
            Span<TComplex> to = y.Elements<TComplex>();
            Complex[] memory = ArrayPool<Complex>.Shared.Rent(size);
            Span<Complex> block = memory.AsSpan(0, size);
            for (int batch = 0; batch * lines * kept < to.Length; batch++)
            {
                for (int line = 0; line < lines; line++)
                {
                    ReadOnlySpan<TReal> source = from.Slice((batch * step) + Line(line, lengths, given), length);
                    for (int i = 0; i < length; i++) block[(line * length) + i] = MatrixElements.Widen<TReal, double>(source[i]);
                }

                for (int d = 1, inner = 1; d <= rank; inner *= (int)lengths[^d], d++) FourierTransforms.AlongDimension(block, (int)lengths[^d], inner, inverse: false);
                for (int line = 0; line < lines; line++) MatrixElements.Write(block.Slice(line * length, kept), to.Slice(((batch * lines) + line) * kept, kept));
            }

            ArrayPool<Complex>.Shared.Return(memory);
        }
    }

    private sealed class Back<TReal, TComplex>(int rank) : Kernel
        where TReal : unmanaged
        where TComplex : unmanaged
    {
        public override void Run(StepContext s)
        {
            Span<long> lengths = stackalloc long[rank];
            Tensor y = Prepare(s, rank, inverse: true, lengths);
            if (s.Input(0).ElementCount == 0) y.Clear();
            if (y.ElementCount == 0 || s.Input(0).ElementCount == 0) return;
            ReadOnlySpan<long> given = s.Input(0).Shape.Dimensions[^rank..];
            int length = (int)lengths[^1], kept = (length / 2) + 1, size = Volume(lengths), step = Volume(given), lines = size / length;
            ReadOnlySpan<TComplex> from = s.Input(0).Elements<TComplex>();
            Span<TReal> to = y.Elements<TReal>();
            Complex[] memory = ArrayPool<Complex>.Shared.Rent((lines * kept) + length);
            Span<Complex> block = memory.AsSpan(0, lines * kept), whole = memory.AsSpan(lines * kept, length);
            for (int batch = 0; batch * size < to.Length; batch++)
            {
                for (int line = 0; line < lines; line++)
                {
                    MatrixElements.Read(from.Slice((batch * step) + Line(line, lengths, given), kept), block.Slice(line * kept, kept));
                }

                // The other dimensions first, then each line with its mirrored half.
                for (int d = 2, inner = kept; d <= rank; inner *= (int)lengths[^d], d++) FourierTransforms.AlongDimension(block, (int)lengths[^d], inner, inverse: true);
                for (int line = 0; line < lines; line++)
                {
                    Span<Complex> half = block.Slice(line * kept, kept);
                    half.CopyTo(whole);
                    whole[0] = whole[0].Real;
                    if (length % 2 == 0) whole[kept - 1] = whole[kept - 1].Real;
                    for (int i = kept; i < length; i++) whole[i] = Complex.Conjugate(half[length - i]);
                    Fourier.Transform(whole, inverse: true);
                    Span<TReal> target = to.Slice((batch * size) + (line * length), length);
                    for (int i = 0; i < length; i++) target[i] = MatrixElements.Narrow<double, TReal>(whole[i].Real / size);
                }
            }

            ArrayPool<Complex>.Shared.Return(memory);
        }
    }
}
