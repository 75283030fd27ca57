namespace Weir.Simd;

/// <summary>Chooses how a convolution is done. One instantiation for each element type and vector width.</summary>
internal static unsafe class ConvDriver<T, V>
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    public static void Run<TActivation>(in ConvShape shape, T* x, T* filter, T* packed, in FinishPointers<T> finish, T* y)
        where TActivation : struct, IUnaryOperator
    {
        if (packed == null)
        {
            packed = Scratch.Get<T>(ScratchUse.PackedB, (nint)PackedFilter.Length<T, V>(shape.Filter));
            PackedFilter.Pack<T, V>(shape.Filter, filter, packed);
        }
        // A pointwise convolution sees no rows and images, only pixels.
        ConvShape seen = shape.Windows.IsPointwise && shape.Windows.InputPixels <= int.MaxValue ? shape with { Windows = OneRow(shape.Windows) } : shape;
        if (!ConvRegion.IsWorthCopying(seen.Windows))
        {
            var sparse = new SparseConvJob<T, V, TActivation>(seen, x, packed, finish, y);
            WorkPool.Run(in sparse, seen.Windows.OutputPixels, sparse.ItemPicoseconds);
            return;
        }
        var job = new ConvJob<T, V, TActivation>(seen, new ConvBlocking(seen, GemmDriver<T, V>.PanelWidth, sizeof(T)), x, packed, finish, y);
        WorkPool.Run(in job, job.Items, job.ItemPicoseconds);
    }

    private static WindowShape OneRow(in WindowShape windows)
    {
        int pixels = (int)windows.InputPixels;
        return new WindowShape(1, WindowAxis.None, WindowAxis.None, new WindowAxis(pixels, 1, 1, 1, 0, pixels));
    }
}
