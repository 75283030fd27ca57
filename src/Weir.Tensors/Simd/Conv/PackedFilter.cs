namespace Weir.Simd;

/// <summary>A convolution's filter, rearranged once for all convolutions with it.</summary>
/// <remarks>
/// Group after group, panel after panel: the whole depth of a panel, each element of it two vectors of output channels; channels that
/// do not fill a group's last panel are 0.
/// </remarks>
internal sealed unsafe class PackedFilter : PackedOperand
{
    private PackedFilter(Type elementType, in FilterShape shape, long elements, int elementSize)
        : base(elementType, elements, elementSize) => Shape = shape;

    /// <summary>The filter's sizes.</summary>
    public FilterShape Shape { get; }

    /// <summary>Packs a filter [depth, output channels].</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="filter">All weights.</param>
    /// <exception cref="ArgumentException">The filter has another length.</exception>
    public static PackedFilter Create<T>(in FilterShape shape, ReadOnlySpan<T> filter)
        where T : unmanaged
    {
        Gemm.RequireLength(filter.Length, shape.Depth, shape.OutputChannels);
        fixed (T* p = filter)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                return Hold(shape, NarrowFloats.Widen(ScratchUse.WideB, p, filter.Length));
            return Hold(shape, p);
        }
    }

    /// <summary>The elements of a packed filter.</summary>
    public static long Length<T, V>(in FilterShape shape)
        where T : unmanaged
        where V : struct, ILanes<V, T> =>
        checked(shape.Groups * GemmDriver<T, V>.ColumnPanels(shape.OutputChannels / shape.Groups) * GemmDriver<T, V>.PanelWidth * shape.Depth);

    /// <summary>Packs into given memory.</summary>
    public static void Pack<T, V>(in FilterShape shape, T* filter, T* packed)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        int channels = shape.OutputChannels / shape.Groups;
        nint panels = GemmDriver<T, V>.ColumnPanels(channels);
        for (int group = 0; group < shape.Groups; group++)
        {
            var problem = new GemmProblem<T>(new GemmShape(0, channels, shape.Depth), null, filter + ((nint)group * channels), null, null)
            {
                BDepthStride = shape.OutputChannels,
            };
            var job = new PackBJob<T, V>(&problem, 0, shape.Depth, 0, packed + (group * panels * GemmDriver<T, V>.PanelWidth * shape.Depth));
            WorkPool.Run(in job, panels, job.ItemPicoseconds);
        }
    }

    private static PackedFilter Hold<T>(in FilterShape shape, T* filter)
        where T : unmanaged
    {
        if (Lanes512<T>.IsAccelerated)
            return Hold<T, Lanes512<T>>(shape, filter);
        return Lanes256<T>.IsAccelerated ? Hold<T, Lanes256<T>>(shape, filter) : Hold<T, Lanes128<T>>(shape, filter);
    }

    private static PackedFilter Hold<T, V>(in FilterShape shape, T* filter)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        var held = new PackedFilter(typeof(T), shape, Length<T, V>(shape), sizeof(T));
        Pack<T, V>(shape, filter, held.Data<T>());
        return held;
    }
}
