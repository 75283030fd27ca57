using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Rows of <see cref="LayerNorm"/>: one, or if they are short as many as a vector has lanes.</summary>
/// <remarks>
/// A short row's divisions, its root and the sums across its lanes wait for each other and take more time than its elements; those of many rows are made
/// together, a lane for each. Bit for bit that is the same.
/// </remarks>
internal static unsafe class LayerNormRows<V>
    where V : struct, ILanes<V, float>
{
    private const int MostLanes = 16;

    /// <summary>How many rows of this length <see cref="Run"/> takes, other than one.</summary>
    public static nint AtOnce(nint n) => n >= RowLanes<float, Add, V>.Few && n <= RowLanes<float, Add, V>.MostTogether ? V.Count : 1;

    public static void Run(float* x, nint rows, float* scale, float* offset, float epsilon, float* y, nint n)
    {
        float* means = stackalloc float[MostLanes], factors = stackalloc float[MostLanes], lanes = stackalloc float[MostLanes * MostLanes];
        V count = V.Create((float)n);
        V.Store(V.Zero, means);
        V.Store(Sums<RowElement<V>>(x, rows, means, n, lanes) / count, means);
        V variance = Sums<SquaredDistance>(x, rows, means, n, lanes) / count;
        V.Store(V.One / V.Sqrt(variance + V.Create(epsilon)), factors);
        if (scale == null)
            Shift(x, rows, means, factors, offset, y, n);
        else
            ScaleAndShift(x, rows, means, factors, scale, offset, y, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleAndShift(float* x, nint rows, float* means, float* factors, float* scale, float* offset, float* y, nint n)
    {
        for (nint row = 0; row < rows; row++, x += n, y += n)
        {
            V mean = V.Create(means[row]), factor = V.Create(factors[row]);
            nint i = 0;
            for (; i <= n - V.Count; i += V.Count)
            {
                V by = factor * V.Load(scale + i);
                V.Store((V.Load(x + i) * by) + (V.Load(offset + i) - (mean * by)), y + i);
            }
            for (; i < n; i++)
            {
                V by = factor * V.LoadScalar(scale + i);
                V.StoreScalar((V.LoadScalar(x + i) * by) + (V.LoadScalar(offset + i) - (mean * by)), y + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(float* x, nint rows, float* means, float* factors, float* offset, float* y, nint n)
    {
        for (nint row = 0; row < rows; row++, x += n, y += n)
        {
            V factor = V.Create(factors[row]), shift = V.Create(means[row]) * factor;
            nint i = 0;
            for (; i <= n - V.Count; i += V.Count)
                V.Store((V.Load(x + i) * factor) + (V.Load(offset + i) - shift), y + i);
            for (; i < n; i++)
                V.StoreScalar((V.LoadScalar(x + i) * factor) + (V.LoadScalar(offset + i) - shift), y + i);
        }
    }

    // A lane for each row; of one row, the same in all lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Sums<TTerm>(float* x, nint rows, float* means, nint n, float* lanes)
        where TTerm : struct, IRowTerm<V>
    {
        if (n < RowLanes<float, Add, V>.Few)
        {
            V few = TTerm.Of(V.LoadScalar(x), V.Create(*means));
            for (nint j = 1; j < n; j++)
                few += TTerm.Of(V.LoadScalar(x + j), V.Create(*means));
            V.StoreScalar(few, lanes);
            return V.Create(*lanes);
        }
        nint whole = n / V.Count * V.Count;
        if (rows == 1)
        {
            *lanes = V.Across<Add>(RowLanes<float, Add, V>.Run<TTerm>(x, V.Create(*means), n));
            AddRest<TTerm>(x, means, whole, n, lanes);
            return V.Create(*lanes);
        }
        for (nint row = 0; row < rows; row++)
            V.Store(RowLanes<float, Add, V>.Run<TTerm>(x + (row * n), V.Create(means[row]), n), lanes + (row * V.Count));
        V sums = V.AcrossEach<Add>(lanes, V.Count);
        if (whole == n)
            return sums;
        V.Store(sums, lanes);
        for (nint row = 0; row < rows; row++)
            AddRest<TTerm>(x + (row * n), means + row, whole, n, lanes + row);
        return V.Load(lanes);
    }

    // The terms of the elements from `whole` on.
    private static void AddRest<TTerm>(float* x, float* mean, nint whole, nint n, float* sum)
        where TTerm : struct, IRowTerm<V>
    {
        V total = V.LoadScalar(sum);
        for (nint i = whole; i < n; i++)
            total += TTerm.Of(V.LoadScalar(x + i), V.LoadScalar(mean));
        V.StoreScalar(total, sum);
    }

    private readonly struct SquaredDistance : IRowTerm<V>
    {
        public static V Of(V x, V mean)
        {
            V distance = x - mean;
            return distance * distance;
        }
    }
}
