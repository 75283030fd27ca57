namespace Weir.Simd;

/// <summary>Convolves pixel by pixel, reading only places that lie in the input: for windows so dilated that they hardly meet it. An item is a pixel.</summary>
internal readonly unsafe struct SparseConvJob<T, V, TActivation>(ConvShape shape, T* x, T* filter, FinishPointers<T> finish, T* y) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    public long ItemPicoseconds => (long)shape.Depth * shape.OutputChannels * 500;

    public void Run(long begin, long end)
    {
        WindowShape w = shape.Windows;
        for (long pixel = begin; pixel < end; pixel++)
        {
            (long outputRow, long column) = Math.DivRem(pixel, w.Columns.Output);
            (int batch, int plane, int row) = w.OutputRow(outputRow);
            for (int channel = 0; channel < shape.OutputChannels; channel++)
            {
                nint at = ((nint)pixel * shape.OutputChannels) + channel;
                V sum = Sum(batch, w.Planes.Start(plane), w.Rows.Start(row), w.Columns.Start((int)column), channel);
                V.StoreScalar(TActivation.Invoke<V, T>(finish.Scalar(sum, channel, at)), y + at);
            }
        }
    }

    private V Sum(int batch, int plane, int row, int column, int channel)
    {
        WindowShape w = shape.Windows;
        nint width = 2 * V.Count;
        (int group, int channelOfGroup) = Math.DivRem(channel, shape.OutputChannels / shape.Groups);
        nint panel = (group * GemmDriver<T, V>.ColumnPanels(shape.OutputChannels / shape.Groups)) + (channelOfGroup / width);
        T* weights = filter + (panel * shape.Depth * width) + (channelOfGroup % width);
        nint channels = shape.InputChannels / shape.Groups;
        V sum = V.Zero;
        for (int p = w.Planes.FirstPlace(plane); p < w.Planes.EndPlace(plane); p++)
        {
            for (int r = w.Rows.FirstPlace(row); r < w.Rows.EndPlace(row); r++)
            {
                for (int c = w.Columns.FirstPlace(column); c < w.Columns.EndPlace(column); c++)
                {
                    nint place = (((p * w.Rows.Window) + r) * w.Columns.Window) + c;
                    nint at = w.InputRow(batch, plane + (p * w.Planes.Dilation), row + (r * w.Rows.Dilation)) + column + (c * w.Columns.Dilation);
                    T* input = x + (at * shape.InputChannels) + (group * channels);
                    for (nint i = 0; i < channels; i++)
                        sum = V.MultiplyAdd(V.LoadScalar(input + i), V.LoadScalar(weights + (((place * channels) + i) * width)), sum);
                }
            }
        }
        return sum;
    }
}
