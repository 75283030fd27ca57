using System.Globalization;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.Bundles;

/// <summary>A box inside a tensor as written down: a start and a length in each dimension, or "all of it".</summary>
/// <remarks>Source: TensorFlow's <c>tensor_slice.cc</c>.</remarks>
internal sealed class TensorSlice
{
    private const long FullExtent = -1;

    private readonly long[] starts;
    private readonly long[] lengths;

    private TensorSlice(long[] starts, long[] lengths)
    {
        this.starts = starts;
        this.lengths = lengths;
    }

    public int Rank => starts.Length;

    /// <summary>Whether the slice is all of the tensor and says so.</summary>
    public bool IsFull => Array.TrueForAll(lengths, length => length < 0);

    public long Start(int dimension) => starts[dimension];

    public long Length(int dimension) => lengths[dimension];

    /// <summary>All of a tensor.</summary>
    public static TensorSlice Full(int rank)
    {
        long[] lengths = new long[rank];
        Array.Fill(lengths, FullExtent);
        return new TensorSlice(new long[rank], lengths);
    }

    /// <summary>The slice that a bundle entry names; not yet checked.</summary>
    public static TensorSlice FromProto(TensorSliceProto proto)
    {
        RepeatedField<TensorSliceProto.Types.Extent> extents = proto.Extent;
        long[] starts = new long[extents.Count];
        long[] lengths = new long[extents.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = extents[i].Start;
            lengths[i] = extents[i].HasLength ? extents[i].Length : FullExtent;
        }

        return new TensorSlice(starts, lengths);
    }

    /// <summary>The slice as a bundle entry names it.</summary>
    public TensorSliceProto ToProto()
    {
        TensorSliceProto proto = new();
        for (int i = 0; i < starts.Length; i++)
        {
            TensorSliceProto.Types.Extent extent = new();
            if (lengths[i] >= 0)
            {
                extent.Start = starts[i];
                extent.Length = lengths[i];
            }

            proto.Extent.Add(extent);
        }

        return proto;
    }

    /// <summary>Reads <c>0,2:-:1,1</c>.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: that is no slice.</exception>
    public static TensorSlice Parse(string text)
    {
        string[] parts = text.Split(':', StringSplitOptions.RemoveEmptyEntries);
        long[] starts = new long[parts.Length];
        long[] lengths = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++) (starts[i], lengths[i]) = ParseExtent(parts[i], text);
        return new TensorSlice(starts, lengths);
    }

    /// <summary>The box that the slice is in a tensor of this shape.</summary>
    /// <exception cref="TfException">INTERNAL: it does not fit. DATA_LOSS: it begins before the tensor.</exception>
    public SliceBox Resolve(Shape shape)
    {
        if (shape.Rank != Rank) throw new TfException(StatusCode.Internal, $"Mismatching ranks: shape = {shape}, slice = {this}");
        long[] boxStarts = new long[Rank];
        long[] boxLengths = new long[Rank];
        for (int i = 0; i < Rank; i++)
        {
            if (starts[i] < 0) throw new TfException(StatusCode.DataLoss, $"Negative start in dimension {i}: shape = {shape}, slice = {this}");
            bool full = lengths[i] < 0;
            if (!full && (starts[i] > shape[i] || lengths[i] > shape[i] - starts[i]))
            {
                throw new TfException(StatusCode.Internal, $"Extent in dimension {i} out of bounds: shape = {shape}, slice = {this}");
            }

            boxStarts[i] = full ? 0 : starts[i];
            boxLengths[i] = full ? shape[i] : lengths[i];
        }

        return new SliceBox(boxStarts, boxLengths);
    }

    /// <summary>As TensorFlow writes slices: <c>0,2:-</c>.</summary>
    public override string ToString() => string.Join(':', starts.Zip(lengths, (start, length) =>
        length < 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{start},{length}")));

    private static (long Start, long Length) ParseExtent(string part, string text)
    {
        if (part == "-") return (0, FullExtent);
        string[] pair = part.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (pair.Length != 2 || !TryParse(pair[0], out long start) || !TryParse(pair[1], out long length))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected a pair of numbers or '-' but got '{part}': string = {text}");
        }

        if (start < 0 || length <= 0)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Expected non-negative start and positive length but got start = {start}, length = {length}: string = {text}");
        }

        return (start, length);
    }

    internal static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
