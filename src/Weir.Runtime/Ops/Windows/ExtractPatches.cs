using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Each window's elements as the channels of one pixel, zeros from the padding. Two rows of the table.</summary>
/// <remarks>Source: extract_image_patches_op.cc, extract_volume_patches_op.cc; gradients: array_grad.py.</remarks>
internal sealed class ExtractPatches(OpDefinition definition, int spatialRank) : Op
{
    public static readonly Op[] All =
    [
        new ExtractPatches("ExtractImagePatches(images: T) -> patches: T; ksizes: list(int) >= 4; strides: list(int) >= 4; rates: list(int) >= 4; "
            + "T: {bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128, bool}; padding: {\"SAME\", \"VALID\"}", 2),
        new ExtractPatches("ExtractVolumePatches(input: T) -> patches: T; ksizes: list(int) >= 5; strides: list(int) >= 5; "
            + "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}; padding: {\"SAME\", \"VALID\"}", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRank(0, spatialRank + 2);
        long[] sizes = Sizes(c.Attributes), output = x.Dimensions.ToArray();
        if (!x.Dimensions[1..^1].Contains(-1))
        {
            WindowRule rule = Rule(c.Attributes);
            for (int i = 0; i < spatialRank; i++) output[i + 1] = rule.Axis(i, x[i + 1], sizes[i + 1]).Output;
        }
        else output.AsSpan(1, spatialRank).Fill(-1);

        long places = 1;
        foreach (long size in sizes[1..^1]) places = checked(places * size);
        output[^1] = x[-1] < 0 ? -1 : checked(x[-1] * places);
        c.Output(0, Shape.Of(output));
    }

    /// <remarks>Patches of the pixels' numbers say where each element came from; what flows in is summed by that. Number 0 is the padding.</remarks>
    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output x = g.Input(0);
        Output dy = ElementTypes.Floats.Contains(x.DType) && !ElementTypes.WideFloats.Contains(x.DType) ? CastOp.Build(g.Outgoing(0), DType.Float32) : g.Outgoing(0);
        Output sizes = ShapeOp.Build(x), flat = graph.Const(Tensor.From(-1));
        Output batch = Part(sizes, 0, 1), space = Part(sizes, 1, spatialRank), channels = Part(sizes, spatialRank + 1, 1), one = graph.Const(Tensor.From(1));
        Output count = Reductions.Prod(space, graph.Const(0));
        Output numbers = RangeOp.Build(graph.Const(1), count + graph.Const(1), graph.Const(1));
        Output places = graph.AddOperation(Name, [Reshape.Build(numbers, ConcatV2.Build([one, space, one], 0))], g.Attributes("padding", "ksizes", "strides", "rates"))[0];

        // [batch, places, channels] to [places, batch * channels].
        Output gradients = Transpose.Build(Reshape.Build(dy, ConcatV2.Build([batch, flat, channels], 0)), graph.Const(Tensor.From(1, 0, 2)));
        Output data = Reshape.Build(gradients, ConcatV2.Build([Size1(places), flat], 0));
        Output sums = UnsortedSegment.Sum(data, Reshape.Build(places, flat), count + graph.Const(1));
        Output pixels = Slice.Build(sums, graph.Const(Tensor.From(1, 0)), graph.Const(Tensor.From(-1, -1)));
        Output back = Reshape.Build(pixels, ConcatV2.Build([Reshape.Build(count, one), batch, channels], 0));
        g.Flow(0, CastOp.Build(Reshape.Build(Transpose.Build(back, graph.Const(Tensor.From(1, 0, 2))), sizes), x.DType.BaseType()));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("ksizes", "strides", "rates", "padding");
        foreach (string name in (string[])["strides", "rates"])
        {
            if (r.Attributes.Find(name) is long[] steps && Array.Exists(steps, step => step <= 0)) throw new TfException(StatusCode.OutOfRange, $"{name} is out of range.");
        }

        WindowRule rule = Rule(r.Attributes);
        long[] sizes = Sizes(r.Attributes);
        if (!rule.StridesAreSpatial || !rule.DilationsAreSpatial || sizes[0] != 1 || sizes[^1] != 1)
            throw new TfException(StatusCode.Unimplemented, "Only support ksizes, strides and rates across space.");
        return r.ForType(spatialRank == 2 ? ElementTypes.Numbers : ElementTypes.Reals, new Maker(rule, sizes[1..^1]));
    }

    private WindowRule Rule(Graphs.AttributeList attributes) =>
        new(spatialRank, attributes.GetString("padding"), attributes.Get<long[]>("strides"), attributes.Find("rates") as long[]);

    private long[] Sizes(Graphs.AttributeList attributes)
    {
        long[] sizes = attributes.Get<long[]>("ksizes");
        bool fits = sizes.Length == spatialRank + 2 && Array.TrueForAll(sizes, size => size is > 0 and <= int.MaxValue);
        return fits ? sizes : throw new TfException(StatusCode.InvalidArgument, $"ksizes must be {spatialRank + 2} positive sizes");
    }

    private static Output Part(Output vector, int begin, int size) => Slice.Build(vector, vector.Operation.Graph.Const(Tensor.From(begin)), vector.Operation.Graph.Const(Tensor.From(size)));

    private static Output Size1(Output x) => Reshape.Build(Size.Build(x), x.Operation.Graph.Const(Tensor.From(1)));

    private readonly struct Maker(WindowRule rule, long[] sizes) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, sizes);
    }

    private sealed unsafe class Impl<T>(WindowRule rule, long[] sizes) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == rule.Rank, $"input must be {rule.Rank}-dimensional{x.Shape}");
            WindowShape windows = rule.Windows(x.Shape.Dimensions, sizes);
            double channels = x.Shape[-1];
            foreach (long size in sizes) channels *= size;
            s.Require(channels <= int.MaxValue, $"patches of {channels} channels are too large");
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(windows, (long)channels, output);
            Tensor y = s.Output(0, output);
            if (y.ElementCount > 0) Patches.Gather(windows, (int)x.Shape[-1], (T*)x.Data, 0, windows.OutputRows, (T*)y.Data);
        }
    }
}
