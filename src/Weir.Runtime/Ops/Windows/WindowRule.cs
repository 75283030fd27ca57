using System.Runtime.CompilerServices;
using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>How an op's windows slide: padding, strides, dilations and which dimension is which. All ops with windows share this arithmetic.</summary>
/// <remarks>Source: kernel_shape_util.cc, padding.cc, common_shape_fns.cc.</remarks>
internal sealed class WindowRule
{
    /// <summary>Sizes up to this keep all arithmetic on windows within 32 bits.</summary>
    private const long MostPlaces = 1 << 29;

    private readonly string padding;
    private readonly long[] strides;
    private readonly long[] dilations;
    private readonly long[] paddings;

    /// <param name="spatialRank">How many dimensions windows slide in.</param>
    /// <param name="padding">SAME, VALID or EXPLICIT.</param>
    /// <param name="strides">One for each dimension of the input.</param>
    /// <param name="dilations">The same; null: 1.</param>
    /// <param name="paddings">Before and after for each dimension of the input, with EXPLICIT only.</param>
    /// <param name="channelsFirst">Whether the channels come before the spatial dimensions.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: a list is too short or long, or has a value that can not be.</exception>
    public WindowRule(int spatialRank, string padding, long[] strides, long[]? dilations = null, long[]? paddings = null, bool channelsFirst = false)
    {
        (SpatialRank, this.padding, this.strides, ChannelsFirst) = (spatialRank, padding, strides, channelsFirst);
        int rank = spatialRank + 2;
        this.dilations = dilations is null or { Length: 0 } ? [.. Enumerable.Repeat(1L, rank)] : dilations;
        this.paddings = paddings is null or { Length: 0 } ? new long[2 * rank] : paddings;
        Require(strides.Length == rank, $"Sliding window strides field must specify {rank} dimensions, but got: {strides.Length}");
        Require(this.dilations.Length == rank, $"Sliding window dilations field must specify {rank} dimensions, but got: {this.dilations.Length}");
        foreach (long stride in strides) Require(stride is > 0 and <= MostPlaces, $"Stride must be > 0, but got {stride}");
        foreach (long dilation in this.dilations) Require(dilation is > 0 and <= MostPlaces, $"Dilation rate must be >= 1, but got {dilation}");
        CheckPaddings(paddings ?? []);
    }

    /// <summary>How many dimensions windows slide in.</summary>
    public int SpatialRank { get; }

    /// <summary>Whether the channels come before the spatial dimensions.</summary>
    public bool ChannelsFirst { get; }

    /// <summary>The rank of inputs and outputs.</summary>
    public int Rank => SpatialRank + 2;

    public int ChannelDimension => ChannelsFirst ? 1 : Rank - 1;

    /// <summary>Whether strides leave batch and channels alone.</summary>
    public bool StridesAreSpatial => strides[0] == 1 && strides[ChannelDimension] == 1;

    /// <summary>Whether dilations leave batch and channels alone.</summary>
    public bool DilationsAreSpatial => dilations[0] == 1 && dilations[ChannelDimension] == 1;

    /// <summary>Whether no dimension is dilated.</summary>
    public bool IsDense => Array.TrueForAll(dilations, dilation => dilation == 1);

    /// <summary>The rule that the attributes strides, padding, and where they exist dilations, explicit_paddings and data_format say.</summary>
    public static WindowRule Of(AttributeList attributes, int spatialRank) => new(
        spatialRank,
        attributes.GetString("padding"),
        attributes.Get<long[]>("strides"),
        attributes.Find("dilations") as long[],
        attributes.Find("explicit_paddings") as long[],
        IsChannelsFirst(attributes));

    /// <summary>The same for a kernel: all these attributes count as looked at.</summary>
    public static WindowRule Of(KernelRequest r, int spatialRank)
    {
        r.Ignore("strides", "padding", "dilations", "explicit_paddings", "data_format");
        return Of(r.Attributes, spatialRank);
    }

    /// <summary>The same rule without dilations.</summary>
    public WindowRule Dense() => new(SpatialRank, padding, strides, null, padding == "EXPLICIT" ? paddings : null, ChannelsFirst);

    /// <summary>Whether a data_format, if there is one, puts the channels first.</summary>
    public static bool IsChannelsFirst(AttributeList attributes) =>
        attributes.Find("data_format") is byte[] && attributes.GetString("data_format") is ['N', 'C', ..];

    /// <summary>The dimension of the input that a spatial dimension is.</summary>
    public int Dimension(int spatial) => spatial + (ChannelsFirst ? 2 : 1);

    public long Stride(int spatial) => strides[Dimension(spatial)];

    /// <summary>How many windows fit, for shape rules.</summary>
    /// <param name="spatial">The spatial dimension.</param>
    /// <param name="input">The input's size; -1: unknown.</param>
    /// <param name="window">The window's size; -1: unknown.</param>
    /// <returns>The count; -1: unknown.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the window is larger than the padded input.</exception>
    public long Count(int spatial, long input, long window) => CountAlong(Dimension(spatial), input, window);

    /// <summary>The same for any dimension of the input.</summary>
    public long CountAlong(int d, long input, long window)
    {
        if (input < 0 || (window < 0 && padding != "SAME")) return -1;
        if (padding == "SAME") return (input + strides[d] - 1) / strides[d];
        long extent = Extent(d, window);
        long padded = checked(input + paddings[2 * d] + paddings[(2 * d) + 1]);
        Require(padded >= extent, $"Negative dimension size caused by subtracting {extent} from {padded}");
        return (padded - extent + strides[d]) / strides[d];
    }

    /// <summary>The whole geometry of a spatial dimension, for kernels.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the window is larger than the padded input by more than a stride, or sizes are out of range.</exception>
    public WindowAxis Axis(int spatial, long input, long window)
    {
        int d = Dimension(spatial);
        long extent = Extent(d, window);
        Require(input <= MostPlaces && window <= MostPlaces && extent <= MostPlaces, $"Windows of {window} places over {input} are too large.");
        (long count, long before) = padding == "SAME" ? Same(d, input, extent) : Inside(d, input, extent);
        Require((count * strides[d]) + extent <= int.MaxValue, $"{count} windows with a stride of {strides[d]} are too many.");
        return new WindowAxis((int)input, (int)window, (int)strides[d], (int)dilations[d], (int)before, (int)count);
    }

    /// <summary>The geometry of all dimensions of an input; those that are not there are single.</summary>
    /// <param name="input">The input's sizes.</param>
    /// <param name="window">The window's sizes, spatial dimensions only.</param>
    public WindowShape Windows(ReadOnlySpan<long> input, ReadOnlySpan<long> window)
    {
        int missing = 3 - SpatialRank;
        Require(input[0] <= int.MaxValue, $"batch is too large: {input[0]}");
        WindowAxis planes = missing > 0 ? WindowAxis.None : Axis(0, input[Dimension(0)], window[0]);
        WindowAxis rows = missing > 1 ? WindowAxis.None : Axis(1 - missing, input[Dimension(1 - missing)], window[1 - missing]);
        WindowAxis columns = Axis(2 - missing, input[Dimension(2 - missing)], window[2 - missing]);
        return new WindowShape((int)input[0], planes, rows, columns);
    }

    /// <summary>The sizes of an output of windows, channels last.</summary>
    public void OutputSizes(in WindowShape windows, long channels, Span<long> sizes)
    {
        ReadOnlySpan<long> counts = [windows.Planes.Output, windows.Rows.Output, windows.Columns.Output];
        sizes[0] = windows.Batch;
        counts[(3 - SpatialRank)..].CopyTo(sizes[1..]);
        sizes[^1] = channels;
    }

    private long Extent(int dimension, long window) => window == 0 ? 0 : checked(((window - 1) * dilations[dimension]) + 1);

    private (long Count, long Before) Same(int dimension, long input, long extent)
    {
        long count = (input + strides[dimension] - 1) / strides[dimension];
        return (count, Math.Max(0, ((count - 1) * strides[dimension]) + extent - input) / 2);
    }

    private (long Count, long Before) Inside(int dimension, long input, long extent)
    {
        (long before, long after) = (paddings[2 * dimension], paddings[(2 * dimension) + 1]);
        long count = (input + before + after - extent + strides[dimension]) / strides[dimension];
        Require(count >= 0, $"Computed output size would be negative: {count} [input_size: {input}, effective_filter_size: {extent}, stride: {strides[dimension]}]");
        return (count, before);
    }

    private void CheckPaddings(long[] given)
    {
        if (padding != "EXPLICIT")
        {
            Require(given.Length == 0, $"explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT");
            return;
        }

        Require(given.Length == 2 * Rank, $"explicit_paddings attribute must contain {2 * Rank} values, but got: {given.Length}");
        foreach (long pad in given) Require(pad is >= 0 and <= MostPlaces, $"All elements of explicit_paddings must be nonnegative");
        Require(given[0] == 0 && given[1] == 0 && given[2 * ChannelDimension] == 0 && given[(2 * ChannelDimension) + 1] == 0,
            $"Nonzero explicit padding in the batch or depth dimensions is not supported");
    }

    private static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RequireMessage message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message.Text);
    }
}
