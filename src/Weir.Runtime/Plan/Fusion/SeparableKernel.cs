using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>
/// A depthwise convolution between pointwise ones, of which one may be missing, band by band of its rows. Inputs: the images, a filter and a bias for each
/// convolution, and what the last one adds if it does.
/// </summary>
internal sealed class SeparableKernel(ConvolutionKernel? expand, ConvolutionKernel filter, ConvolutionKernel? project) : FusedKernel
{
    private const int PicosecondsPerWeight = 20;

    private readonly int filterAt = expand is null ? 1 : 3;
    private readonly int projectAt = expand is null ? 3 : 5;
    private readonly int[] preparedInputs = expand is null ? [3] : project is null ? [1] : [1, 5];

    public override ReadOnlySpan<int> PreparedInputs => preparedInputs;

    public override object PreparationKey => (expand ?? project)!.PreparationKey;

    public override object? Prepare(Tensor input) => (expand ?? project)!.Prepare(input);

    protected override bool TryRun(StepContext s)
    {
        if (s.Input(0).Shape.Rank != 4 || s.Input(0).ElementCount == 0) return false;
        for (int i = 1; i < projectAt + (project is null ? 0 : 2); i += 2)
        {
            if (s.Input(i).Shape.Rank != 4 || s.Input(i).ElementCount == 0 || s.Input(i + 1).Shape.Rank != 1 || s.Input(i + 1).Shape[0] != Channels(s, i)) return false;
        }

        try
        {
            return TryBands(s);
        }
        catch (TfException)
        {
            return false;
        }
    }

    /// <summary>The channels that the convolution with the filter at an input makes.</summary>
    private long Channels(StepContext s, int at) => at == filterAt ? s.Input(at).Shape[2] * s.Input(at).Shape[3] : s.Input(at).Shape[3];

    private bool TryBands(StepContext s)
    {
        Tensor x = s.Input(0);
        Span<long> sizes = stackalloc long[4];
        x.Shape.Dimensions.CopyTo(sizes);
        if (expand is not null && !IsPointwise(s, expand, 1, sizes)) return false;
        DepthwiseConvolution.RequireSupported(filter.Form.Rule);
        DepthwiseShape shape = DepthwiseConvolution.Sizes(s, filter.Form.Rule, sizes, s.Input(filterAt).Shape.Dimensions);
        if (!filter.Form.Rule.IsDense) return false;
        filter.Form.Rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
        if (sizes.Contains(0) || (project is not null && !IsPointwise(s, project, projectAt, sizes))) return false;
        WindowShape w = shape.Windows;
        RowBands bands = new(w, expand is null ? 0 : LineBytes(w.Columns.Input, shape.InputChannels), project is null ? 0 : LineBytes(w.Columns.Output, shape.OutputChannels));
        if (!bands.Pay) return false;

        bool adds = project is { Form.Adds: true };
        if ((adds ? ConvolutionKernel.OutputOver(s, projectAt + 2, sizes) : s.Output(0, sizes)) is not { } y) return false;
        SeparableJob job = new(shape, bands, x, y)
        {
            Expand = expand is null ? null : new(expand, s.Prepared<PackedFilter>()!, s.Input(2)),
            Kernel = filter,
            Filter = s.Input(filterAt),
            Bias = s.Input(filterAt + 1),
            Project = project is null ? null : new(project, s.Prepared<PackedFilter>(preparedInputs.Length - 1)!, s.Input(projectAt + 1)),
            Addend = adds ? s.Input(projectAt + 2) : null,
        };
        long weights = s.Input(filterAt).ElementCount + (expand is null ? 0 : s.Input(1).ElementCount) + (project is null ? 0 : s.Input(projectAt).ElementCount);
        WorkPool.Run(in job, bands.Parts, w.OutputPixels / bands.Parts * weights * PicosecondsPerWeight);
        return true;
    }

    private static long LineBytes(int columns, int channels) => (long)columns * channels * sizeof(float);

    /// <summary>Whether a convolution sees nothing but pixels, and its filter is packed.</summary>
    private bool IsPointwise(StepContext s, ConvolutionKernel kernel, int at, Span<long> sizes)
    {
        Shape filterShape = s.Input(at).Shape;
        if (sizes[3] != filterShape[2] || s.Prepared<PackedFilter>(at == 1 ? 0 : preparedInputs.Length - 1) is null) return false;
        ConvShape shape = ConvSizes.Of(s, ConvSizes.ForCpu(kernel.Form.Rule), sizes, filterShape.Dimensions);
        sizes[3] = filterShape[3];
        return shape.Windows.IsPointwise;
    }
}

/// <summary>A pointwise convolution of a <see cref="SeparableJob"/>.</summary>
internal readonly record struct PointwiseStage(ConvolutionKernel Kernel, PackedFilter Filter, Tensor Bias)
{
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> addend, Span<float> y)
    {
        int inputs = Filter.Shape.Depth, pixels = x.Length / inputs;
        WindowShape row = new(1, WindowAxis.None, WindowAxis.None, new WindowAxis(pixels, 1, 1, 1, 0, pixels));
        Kernel.Dense(new ConvShape(row, inputs, Filter.Shape.OutputChannels), x, Filter, new Finish<float> { Offset = Bias.Elements<float>(), Addend = addend }, y);
    }
}

/// <summary>The bands of <see cref="SeparableKernel"/>. An item is a part of an image's rows, whose bands follow each other and share rows.</summary>
internal readonly struct SeparableJob(DepthwiseShape shape, RowBands bands, Tensor x, Tensor y) : IParallelJob
{
    public PointwiseStage? Expand { get; init; }

    public required ConvolutionKernel Kernel { get; init; }

    public required Tensor Filter { get; init; }

    public required Tensor Bias { get; init; }

    public PointwiseStage? Project { get; init; }

    public Tensor? Addend { get; init; }

    public void Run(long begin, long end)
    {
        for (long item = begin; item < end; item++)
        {
            (int image, int first, int last) = bands.Part(item);
            RowSpan held = default;
            for (int row = first; row < last; row += bands.Rows) held = Band(image, row, Math.Min(bands.Rows, last - row), held);
        }
    }

    private RowSpan Band(int image, int row, int rows, RowSpan held)
    {
        WindowShape w = shape.Windows;
        RowSpan seen = bands.Seen(row, rows);
        ReadOnlySpan<float> source = Expand is { } expand ? Expanded(expand, image, seen, held) : RowsOf(x, w.Rows.Input, image, seen);
        DepthwiseShape band = shape with
        {
            Windows = w with { Batch = 1, Rows = w.Rows with { Input = seen.Count, Before = seen.Begin - w.Rows.Start(row), Output = rows } },
        };
        RowSpan made = new(row, row + rows);
        Finish<float> finish = new() { Offset = Bias.Elements<float>() };
        if (Project is not { } project)
        {
            Kernel.ByChannel(band, source, Filter.Elements<float>(), finish, RowsOf(y, w.Rows.Output, image, made));
            return seen;
        }

        Span<float> filtered = Memory(ScratchUse.Filtered, rows * w.Columns.Output * shape.OutputChannels);
        Kernel.ByChannel(band, source, Filter.Elements<float>(), finish, filtered);
        project.Run(filtered, Addend is null ? default : RowsOf(Addend, w.Rows.Output, image, made), RowsOf(y, w.Rows.Output, image, made));
        return seen;
    }

    /// <summary>The rows that a band sees of the expanded image. Those that the band before it saw are kept.</summary>
    private Span<float> Expanded(in PointwiseStage expand, int image, RowSpan seen, RowSpan held)
    {
        int line = shape.Windows.Columns.Input * shape.InputChannels;
        Span<float> expanded = Memory(ScratchUse.Expanded, bands.MostSeen * line);
        int kept = Math.Max(0, held.End - Math.Max(seen.Begin, held.Begin));
        if (kept > 0) expanded.Slice((seen.Begin - held.Begin) * line, kept * line).CopyTo(expanded);
        RowSpan missing = seen with { Begin = seen.Begin + kept };
        if (missing.Count > 0)
            expand.Run(RowsOf(x, shape.Windows.Rows.Input, image, missing), default, expanded.Slice(kept * line, missing.Count * line));
        return expanded[..(seen.Count * line)];
    }

    private static Span<float> RowsOf(Tensor images, int rowsOfImage, int image, RowSpan rows)
    {
        Span<float> all = images.Elements<float>();
        int line = all.Length / (int)images.Shape[0] / rowsOfImage;
        return all.Slice(((image * rowsOfImage) + rows.Begin) * line, rows.Count * line);
    }

    private static unsafe Span<float> Memory(ScratchUse use, int count) => new(Scratch.Get<float>(use, count), count);
}
