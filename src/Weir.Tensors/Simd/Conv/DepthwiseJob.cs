using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Convolves each channel by itself. An item is an output row.</summary>
/// <remarks>
/// Vectors run along the channels; the last one overlaps the one before it where they do not divide. Windows that lie in the input
/// are taken eight or four neighbours at a time, so that a weight is read once for all; those at the ends of a row, one at a time.
/// </remarks>
internal readonly unsafe struct DepthwiseJob<T, V, TActivation>(WindowShape w, int channels, T* x, T* filter, FinishPointers<T> finish, T* y) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    public long ItemPicoseconds => (long)w.Columns.Output * channels * (w.Places + 1) * 200 / V.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long begin, long end)
    {
        // The windows of a row that lie in the input.
        (int inside, int insideEnd) = (0, 0);
        if (w.Columns.Input + w.Columns.Before >= w.Columns.Extent)
        {
            inside = Math.Min((w.Columns.Before + w.Columns.Stride - 1) / w.Columns.Stride, w.Columns.Output);
            insideEnd = Math.Clamp(((w.Columns.Input + w.Columns.Before - w.Columns.Extent) / w.Columns.Stride) + 1, inside, w.Columns.Output);
        }
        Place* places = Scratch.Get<Place>(ScratchUse.Offsets, w.Places);
        for (long item = begin; item < end; item++)
        {
            T* results = y + ((nint)item * w.Columns.Output * channels);
            int column = 0;
            for (; column < inside; column++)
                Edge(item, column, places, results);
            column += Inside(item, column, insideEnd, places, results);
            for (; column < w.Columns.Output; column++)
                Edge(item, column, places, results);
        }
    }

    // Whole windows have the same places but for where they begin.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Inside(long item, int first, int end, Place* places, T* results)
    {
        if (first == end)
            return 0;
        nint used = Find(item, first, places), column = first, step = (nint)w.Columns.Stride * channels;
        while (column < end)
        {
            T* result = results + (column * channels);
            nint offset = (column - first) * step;
            if (channels < V.Count)
                Scalars(places, used, offset, result);
            else if (end - column >= 8)
                Eight(places, used, offset, result);
            else if (end - column >= 4)
                Four(places, used, offset, result);
            else
                One(places, used, offset, result);
            column += channels < V.Count || end - column < 4 ? 1 : end - column < 8 ? 4 : 8;
        }
        return end - first;
    }

    private void Edge(long item, int column, Place* places, T* results)
    {
        nint used = Find(item, column, places);
        T* result = results + ((nint)column * channels);
        if (channels < V.Count)
            Scalars(places, used, 0, result);
        else
            One(places, used, 0, result);
    }

    // The places of a window that lie in the input: there, and in the filter.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint Find(long item, int column, Place* places)
    {
        (int batch, int plane, int row) = w.OutputRow(item);
        int planeStart = w.Planes.Start(plane), rowStart = w.Rows.Start(row), columnStart = w.Columns.Start(column);
        nint used = 0;
        for (int p = w.Planes.FirstPlace(planeStart); p < w.Planes.EndPlace(planeStart); p++)
        {
            for (int r = w.Rows.FirstPlace(rowStart); r < w.Rows.EndPlace(rowStart); r++)
            {
                nint line = w.InputRow(batch, planeStart + (p * w.Planes.Dilation), rowStart + (r * w.Rows.Dilation)) + columnStart;
                nint weights = ((p * w.Rows.Window) + r) * w.Columns.Window;
                for (int c = w.Columns.FirstPlace(columnStart); c < w.Columns.EndPlace(columnStart); c++)
                    places[used++] = new Place(x + ((line + (c * w.Columns.Dilation)) * channels), filter + ((weights + c) * channels));
            }
        }
        return used;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scalars(Place* places, nint used, nint offset, T* result)
    {
        for (nint channel = 0; channel < channels; channel++)
        {
            V sum = V.Zero;
            for (nint i = 0; i < used; i++)
                sum = V.MultiplyAdd(V.LoadScalar(places[i].Input + offset + channel), V.LoadScalar(places[i].Weights + channel), sum);
            V.StoreScalar(TActivation.Invoke<V, T>(finish.Scalar(sum, channel, 0)), result + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void One(Place* places, nint used, nint offset, T* result)
    {
        nint channel = 0, last = channels - V.Count;
        for (; channel <= last - (3 * V.Count); channel += 4 * V.Count)
        {
            V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero;
            for (Place* place = places; place < places + used; place++)
            {
                T* input = place->Input + offset + channel, weights = place->Weights + channel;
                y0 = V.MultiplyAdd(V.Load(input), V.Load(weights), y0);
                y1 = V.MultiplyAdd(V.Load(input + V.Count), V.Load(weights + V.Count), y1);
                y2 = V.MultiplyAdd(V.Load(input + (2 * V.Count)), V.Load(weights + (2 * V.Count)), y2);
                y3 = V.MultiplyAdd(V.Load(input + (3 * V.Count)), V.Load(weights + (3 * V.Count)), y3);
            }
            Finish(y0, channel, result);
            Finish(y1, channel + V.Count, result);
            Finish(y2, channel + (2 * V.Count), result);
            Finish(y3, channel + (3 * V.Count), result);
        }
        for (; channel < channels; channel += V.Count)
        {
            nint at = nint.Min(channel, last);
            V sum = V.Zero;
            for (Place* place = places; place < places + used; place++)
                sum = V.MultiplyAdd(V.Load(place->Input + offset + at), V.Load(place->Weights + at), sum);
            Finish(sum, at, result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four(Place* places, nint used, nint offset, T* result)
    {
        nint step = (nint)w.Columns.Stride * channels, last = channels - V.Count;
        for (nint channel = 0; channel < channels; channel += V.Count)
        {
            nint at = nint.Min(channel, last);
            V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero;
            for (Place* place = places; place < places + used; place++)
            {
                V weight = V.Load(place->Weights + at);
                T* input = place->Input + offset + at, input2 = input + (2 * step);
                y0 = V.MultiplyAdd(weight, V.Load(input), y0);
                y1 = V.MultiplyAdd(weight, V.Load(input + step), y1);
                y2 = V.MultiplyAdd(weight, V.Load(input2), y2);
                y3 = V.MultiplyAdd(weight, V.Load(input2 + step), y3);
            }
            Finish(y0, at, result);
            Finish(y1, at, result + channels);
            Finish(y2, at, result + (2 * (nint)channels));
            Finish(y3, at, result + (3 * (nint)channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Eight(Place* places, nint used, nint offset, T* result)
    {
        nint step = (nint)w.Columns.Stride * channels, last = channels - V.Count;
        for (nint channel = 0; channel < channels; channel += V.Count)
        {
            nint at = nint.Min(channel, last);
            V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
            for (Place* place = places; place < places + used; place++)
            {
                V weight = V.Load(place->Weights + at);
                T* input = place->Input + offset + at, input3 = input + (3 * step), input6 = input3 + (3 * step);
                y0 = V.MultiplyAdd(weight, V.Load(input), y0);
                y1 = V.MultiplyAdd(weight, V.Load(input + step), y1);
                y2 = V.MultiplyAdd(weight, V.Load(input + (2 * step)), y2);
                y3 = V.MultiplyAdd(weight, V.Load(input3), y3);
                y4 = V.MultiplyAdd(weight, V.Load(input3 + step), y4);
                y5 = V.MultiplyAdd(weight, V.Load(input3 + (2 * step)), y5);
                y6 = V.MultiplyAdd(weight, V.Load(input6), y6);
                y7 = V.MultiplyAdd(weight, V.Load(input6 + step), y7);
            }
            T* result4 = result + (4 * (nint)channels);
            Finish(y0, at, result);
            Finish(y1, at, result + channels);
            Finish(y2, at, result + (2 * (nint)channels));
            Finish(y3, at, result + (3 * (nint)channels));
            Finish(y4, at, result4);
            Finish(y5, at, result4 + channels);
            Finish(y6, at, result4 + (2 * (nint)channels));
            Finish(y7, at, result4 + (3 * (nint)channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(V sum, nint channel, T* result) =>
        V.Store(TActivation.Invoke<V, T>(finish.Vector(sum, channel)), result + channel);

    private readonly struct Place(T* input, T* weights)
    {
        public readonly T* Input = input;
        public readonly T* Weights = weights;
    }
}
