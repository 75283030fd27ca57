namespace Weir.Json;

/// <summary>Fills a tensor from JSON values, one or many of the same shape.</summary>
/// <remarks>Source: json_tensor.cc. No more elements are allocated than the text has bytes, whatever shape its first lines claim.</remarks>
internal sealed class TensorBuilder : IDisposable
{
    private readonly DType dtype;
    private readonly JsonElementReader reader;
    private readonly long[] sizes;
    private readonly Tensor flat;
    private readonly long count;
    private Tensor? scratch;
    private int filled;

    /// <summary>Makes room.</summary>
    /// <param name="dtype">The dtype that the signature declares.</param>
    /// <param name="first">The first value; its shape is that of all.</param>
    /// <param name="values">How many values there will be.</param>
    public TensorBuilder(DType dtype, JsonCursor first, long values)
    {
        this.dtype = dtype;
        reader = JsonElements.For(dtype);
        sizes = SizesOf(first);
        count = CountOf(sizes);
        long room = (long)UInt128.Min((UInt128)count * (ulong)values, (ulong)first.Remaining);
        flat = Tensor.Allocate(dtype, Shape.Of(room));
    }

    /// <summary>Takes the next value.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: wrong type, ragged lists, another shape. UNIMPLEMENTED: JSON can not carry the dtype.</exception>
    public void Add(ref JsonCursor value)
    {
        long[] own = SizesOf(value);
        bool fits = own.AsSpan().SequenceEqual(sizes) && filled + count <= flat.ElementCount;
        Fill(ref value, 0, own, fits);
        long ownCount = CountOf(own);
        if (ownCount != count) throw new TfException(StatusCode.InvalidArgument, $"Expecting tensor size: {count} but got: {ownCount}");
        if (!own.AsSpan().SequenceEqual(sizes))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expecting shape [{string.Join(',', sizes)}] but got: [{string.Join(',', own)}]");
        }
    }

    /// <summary>The tensor of the one value.</summary>
    public Tensor Single() => Finish(sizes);

    /// <summary>The tensor of all values, along a first dimension of their number.</summary>
    public Tensor Batch(long values) => Finish([values, .. sizes]);

    public void Dispose()
    {
        flat.Dispose();
        scratch?.Dispose();
    }

    private Tensor Finish(long[] all)
    {
        if (all.Length > Shape.MaxRank) throw new TfException(StatusCode.InvalidArgument, $"A tensor has at most {Shape.MaxRank} dimensions, not {all.Length}.");
        return flat.Reshape(Shape.Of(all));
    }

    /// <summary>The length of the list, of its first element, and so on.</summary>
    private static long[] SizesOf(JsonCursor value)
    {
        List<long> sizes = [];
        while (value.Kind == JsonKind.Array)
        {
            sizes.Add(value.Count());
            value.Enter();
            if (!value.Next()) break;
        }

        return [.. sizes];
    }

    /// <summary>The product; saturated, for the sizes are claims until every list has been seen.</summary>
    private static long CountOf(long[] sizes)
    {
        if (sizes.Contains(0)) return 0;
        UInt128 product = 1;
        foreach (long size in sizes) product = UInt128.Min(product * (ulong)size, long.MaxValue);
        return (long)product;
    }

    private void Fill(ref JsonCursor value, int level, long[] own, bool fits)
    {
        if (value.Kind != JsonKind.Array)
        {
            if (level != own.Length)
            {
                throw new TfException(StatusCode.InvalidArgument, $"JSON Value: {JsonDebugText.Of(value)} found at incorrect level: {level + 1} in the JSON DOM. "
                    + $"Expected at level: {own.Length}");
            }

            if (fits) reader(ref value, flat, filled++);
            else reader(ref value, scratch ??= Tensor.Allocate(dtype, Shape.Scalar), 0);
            return;
        }

        if (level >= own.Length) throw new TfException(StatusCode.InvalidArgument, $"Encountered list at unexpected level: {level} expected < {own.Length}");
        long size = value.Count();
        if (size != own[level])
        {
            throw new TfException(StatusCode.InvalidArgument, $"Encountered list at unexpected size: {size} at level: {level} expected size: {own[level]}");
        }

        value.Enter();
        while (value.Next()) Fill(ref value, level + 1, own, fits);
    }
}
