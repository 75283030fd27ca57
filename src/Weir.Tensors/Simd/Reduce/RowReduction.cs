using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Reductions whose innermost dimension is reduced: contiguous runs of elements become one.</summary>
internal static unsafe class RowReduction<T, TReduction, V>
    where T : unmanaged
    where TReduction : struct, IReduction
    where V : struct, ILanes<V, T>
{
    private const long PartLength = 32 * 1024;
    private const int PicosecondsPerRow = 5_000;
    private const int MostTogetherBytes = 16 * 64;   // of a vector for each lane of the longest one

    public static void Run(ReducePlan* plan, T* x, T* y)
    {
        long rows = plan->Reduced / plan->Inner;
        long rowsInPart = Math.Clamp(PartLength / plan->Inner, 1, rows);
        long partsInRow = rowsInPart > 1 ? 1 : ((plan->Inner - 1) / PartLength) + 1;
        long parts = partsInRow * (((rows - 1) / rowsInPart) + 1);
        T* partials = parts == 1 ? y : Scratch.Get<T>(ScratchUse.Reduction, (nint)(plan->Outputs * parts));
        var job = new Job(plan, x, partials, rows, rowsInPart, partsInRow, parts);
        long partLength = Math.Min(plan->Inner, PartLength) * rowsInPart;
        WorkPool.Run(in job, plan->Outputs * parts, (partLength * 100 * Elementwise.Width<T>()) + (rowsInPart * PicosecondsPerRow));
        if (parts == 1)
            return;
        for (long output = 0; output < plan->Outputs; output++)
            y[output] = Tree(partials + (output * parts), parts);
    }

    private static T Combine(T x, T y)
    {
        T result;
        V.StoreScalar(TReduction.Invoke<V, T>(V.LoadScalar(&x), V.LoadScalar(&y)), &result);
        return result;
    }

    private static T Tree(T* values, long n) => n == 1 ? *values : Combine(Tree(values, n / 2), Tree(values + (n / 2), n - (n / 2)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Contiguous(T* x, nint n)
    {
        if (n < RowLanes<T, TReduction, V>.Few)
        {
            T few = *x;
            for (nint j = 1; j < n; j++)
                few = Combine(few, x[j]);
            return few;
        }
        T result = V.Across<TReduction>(Lanes(x, n));
        for (nint i = n / V.Count * V.Count; i < n; i++)
            result = Combine(result, x[i]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Lanes(T* x, nint n) => RowLanes<T, TReduction, V>.Run<RowElement<V>>(x, V.Zero, n);

    // As many rows as a vector has lanes, bit for bit what Contiguous makes of each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Together(T* x, nint n, T* results)
    {
        if (n == V.Count)
        {
            V.Store(V.AcrossEach<TReduction>(x, n), results);
            return;
        }
        byte* bytes = stackalloc byte[MostTogetherBytes];
        T* lanes = (T*)bytes;
        for (nint row = 0; row < V.Count; row++)
            V.Store(Lanes(x + (row * n), n), lanes + (row * V.Count));
        V.Store(V.AcrossEach<TReduction>(lanes, V.Count), results);
        nint whole = n / V.Count * V.Count;
        if (whole == n)
            return;
        for (nint row = 0; row < V.Count; row++)
        {
            for (nint i = whole; i < n; i++)
                results[row] = Combine(results[row], x[(row * n) + i]);
        }
    }

    private readonly struct Job(ReducePlan* plan, T* x, T* partials, long rows, long rowsInPart, long partsInRow, long parts) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            if (parts == 1 && rows == 1 && plan->IsDense)
            {
                nint length = (nint)plan->Inner;
                long output = begin;
                if (sizeof(T) == 4 && length >= RowLanes<T, TReduction, V>.Few && length <= RowLanes<T, TReduction, V>.MostTogether)
                {
                    for (; output <= end - V.Count; output += V.Count)
                        Together(x + (output * length), length, partials + output);
                }
                for (; output < end; output++)
                    partials[output] = Contiguous(x + (output * length), length);
                return;
            }
            for (long item = begin; item < end; item++)
            {
                (long output, long part) = Math.DivRem(item, parts);
                partials[item] = Part(x + plan->KeptOffset(output), part);
            }
        }

        private T Part(T* kept, long part)
        {
            if (partsInRow == 1)
                return Rows(kept, part * rowsInPart, Math.Min(rows, (part + 1) * rowsInPart));
            (long row, long piece) = Math.DivRem(part, partsInRow);
            long begin = piece * PartLength;
            return Contiguous(kept + plan->ReducedOffset(row) + begin, (nint)Math.Min(PartLength, plan->Inner - begin));
        }

        private T Rows(T* kept, long begin, long end)
        {
            if (end - begin == 1)
                return Contiguous(kept + plan->ReducedOffset(begin), (nint)plan->Inner);
            if ((end - begin) * plan->Inner < RowLanes<T, TReduction, V>.Few)
                return InOrder(kept, begin, end);
            long middle = begin + ((end - begin) / 2);
            return Combine(Rows(kept, begin, middle), Rows(kept, middle, end));
        }

        private T InOrder(T* kept, long begin, long end)
        {
            T result = kept[plan->ReducedOffset(begin)];
            for (long i = 1; i < (end - begin) * plan->Inner; i++)
            {
                (long row, long column) = Math.DivRem(i, plan->Inner);
                result = Combine(result, kept[plan->ReducedOffset(begin + row) + column]);
            }
            return result;
        }
    }
}
