using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Reductions whose innermost dimension is kept: rows are combined lane by lane, a tile of columns at a time.</summary>
/// <remarks>A tile is as long as the processor can foresee, and its results stay in the first-level cache while the rows pass.</remarks>
internal static unsafe class ColumnReduction<T, TReduction, V>
    where T : unmanaged
    where TReduction : struct, IReduction
    where V : struct, ILanes<V, T>
{
    private const long RowsInLeaf = 32;
    private const long ElementsInPart = 64 * 1024;
    private const int TileBytes = 4096;

    private static nint TileWidth => TileBytes / sizeof(T);

    public static void Run(ReducePlan* plan, T* x, T* y)
    {
        long tiles = ((plan->Inner - 1) / TileWidth) + 1;
        long rowsInPart = Math.Clamp(ElementsInPart / Math.Min(plan->Inner, TileWidth), 1, plan->Reduced);
        long parts = ((plan->Reduced - 1) / rowsInPart) + 1;
        T* partials = parts == 1 ? y : Scratch.Get<T>(ScratchUse.Reduction, (nint)(plan->Outputs * parts));
        var job = new Job(plan, x, partials, tiles, rowsInPart);
        long cost = rowsInPart * (1_000 + (Math.Min(plan->Inner, TileWidth) * 100 * Elementwise.Width<T>()));
        WorkPool.Run(in job, plan->Outputs / plan->Inner * tiles * parts, cost);
        if (parts == 1)
            return;
        ReducePlan rest = ReducePlan.Create([parts, plan->Outputs], [true, false]);
        var combine = new Job(&rest, partials, y, ((rest.Inner - 1) / TileWidth) + 1, parts);
        combine.Run(0, combine.Tiles);
    }

    private readonly struct Job(ReducePlan* plan, T* x, T* partials, long tiles, long rowsInPart) : IParallelJob
    {
        public long Tiles => tiles;

        public void Run(long begin, long end)
        {
            // A tile for each half of the rows that waits for the other one.
            nint width = nint.Min((nint)plan->Inner, TileWidth);
            T* waiting = Scratch.Get<T>(ScratchUse.ReductionTiles, width * (nint)long.Log2(rowsInPart + 1));
            long itemsInPart = plan->Outputs / plan->Inner * tiles;
            for (long item = begin; item < end; item++)
            {
                (long part, long rest) = Math.DivRem(item, itemsInPart);
                (long outer, long tile) = Math.DivRem(rest, tiles);
                long firstRow = part * rowsInPart, endRow = Math.Min(plan->Reduced, firstRow + rowsInPart), output = outer * plan->Inner;
                nint column = (nint)tile * TileWidth;
                Tree(
                    x + plan->KeptOffset(output) + column, firstRow, endRow, nint.Min((nint)plan->Inner - column, width),
                    partials + (part * plan->Outputs) + output + column, waiting);
            }
        }

        private void Tree(T* column, long begin, long end, nint width, T* result, T* waiting)
        {
            if (end - begin <= RowsInLeaf)
            {
                Leaf(column, begin, end, width, result);
                return;
            }
            long middle = begin + ((end - begin) / 2);
            Tree(column, begin, middle, width, result, waiting);
            Tree(column, middle, end, width, waiting, waiting + width);
            AddOne(result, waiting, width);
        }

        // In the order of the rows, four at a time.
        private void Leaf(T* column, long begin, long end, nint width, T* result)
        {
            new ReadOnlySpan<T>(column + plan->ReducedOffset(begin), (int)width).CopyTo(new Span<T>(result, (int)width));
            long row = begin + 1;
            for (; row <= end - 4; row += 4)
                AddFour(result, column + plan->ReducedOffset(row), column + plan->ReducedOffset(row + 1), column + plan->ReducedOffset(row + 2), column + plan->ReducedOffset(row + 3), width);
            for (; row < end; row++)
                AddOne(result, column + plan->ReducedOffset(row), width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(T* result, T* row0, T* row1, T* row2, T* row3, nint width)
    {
        nint i = 0;
        for (; i <= width - V.Count; i += V.Count)
        {
            V sum = TReduction.Invoke<V, T>(V.Load(result + i), V.Load(row0 + i));
            sum = TReduction.Invoke<V, T>(sum, V.Load(row1 + i));
            sum = TReduction.Invoke<V, T>(sum, V.Load(row2 + i));
            V.Store(TReduction.Invoke<V, T>(sum, V.Load(row3 + i)), result + i);
        }
        for (; i < width; i++)
        {
            V sum = TReduction.Invoke<V, T>(V.LoadScalar(result + i), V.LoadScalar(row0 + i));
            sum = TReduction.Invoke<V, T>(sum, V.LoadScalar(row1 + i));
            sum = TReduction.Invoke<V, T>(sum, V.LoadScalar(row2 + i));
            V.StoreScalar(TReduction.Invoke<V, T>(sum, V.LoadScalar(row3 + i)), result + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(T* result, T* row, nint width)
    {
        nint i = 0;
        for (; i <= width - V.Count; i += V.Count)
            V.Store(TReduction.Invoke<V, T>(V.Load(result + i), V.Load(row + i)), result + i);
        for (; i < width; i++)
            V.StoreScalar(TReduction.Invoke<V, T>(V.LoadScalar(result + i), V.LoadScalar(row + i)), result + i);
    }
}
