using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Reductions whose innermost dimension is kept: rows are combined lane by lane, a few vectors of columns at a time.</summary>
internal static unsafe class ColumnReduction<T, TReduction, V>
    where T : unmanaged
    where TReduction : struct, IReduction
    where V : struct, ILanes<V, T>
{
    private const long RowsInLeaf = 32;
    private const long ElementsInPart = 64 * 1024;

    private static nint TileWidth => 4 * V.Count;

    public static void Run(in ReducePlan plan, T* x, T* y)
    {
        long tiles = ((plan.Inner - 1) / TileWidth) + 1;
        long rowsInPart = Math.Clamp(ElementsInPart / Math.Min(plan.Inner, TileWidth), 1, plan.Reduced);
        long parts = ((plan.Reduced - 1) / rowsInPart) + 1;
        T* partials = parts == 1 ? y : Scratch.Get<T>(ScratchUse.Reduction, (nint)(plan.Outputs * parts));
        var job = new Job(plan, x, partials, tiles, rowsInPart);
        long cost = rowsInPart * (1_000 + (Math.Min(plan.Inner, TileWidth) * 100 * Elementwise.Width<T>()));
        WorkPool.Run(in job, plan.Outputs / plan.Inner * tiles * parts, WorkPool.Grain(cost));
        if (parts == 1)
            return;
        ReducePlan rest = ReducePlan.Create([parts, plan.Outputs], [true, false]);
        var combine = new Job(rest, partials, y, ((rest.Inner - 1) / TileWidth) + 1, parts);
        WorkPool.Run(in combine, combine.Tiles, combine.Tiles);
    }

    private readonly struct Job(ReducePlan plan, T* x, T* partials, long tiles, long rowsInPart) : IParallelJob
    {
        public long Tiles => tiles;

        public void Run(long begin, long end)
        {
            long itemsInPart = plan.Outputs / plan.Inner * tiles;
            for (long item = begin; item < end; item++)
            {
                (long part, long rest) = Math.DivRem(item, itemsInPart);
                (long outer, long tile) = Math.DivRem(rest, tiles);
                long firstRow = part * rowsInPart, endRow = Math.Min(plan.Reduced, firstRow + rowsInPart);
                long output = outer * plan.Inner;
                Columns(x + plan.KeptOffset(output), firstRow, endRow, (nint)tile * TileWidth, partials + (part * plan.Outputs) + output);
            }
        }

        private void Columns(T* x, long firstRow, long endRow, nint column, T* y)
        {
            nint inner = (nint)plan.Inner, end = nint.Min(inner, column + TileWidth);
            if (end - column == TileWidth)
            {
                Tile tile = Tree4(x + column, firstRow, endRow);
                V.Store(tile.V0, y + column);
                V.Store(tile.V1, y + column + V.Count);
                V.Store(tile.V2, y + column + (2 * V.Count));
                V.Store(tile.V3, y + column + (3 * V.Count));
                return;
            }
            for (; column <= end - V.Count; column += V.Count)
                V.Store(Tree1<WholeVector>(x + column, firstRow, endRow), y + column);
            for (; column < end; column++)
                V.StoreScalar(Tree1<FirstLane>(x + column, firstRow, endRow), y + column);
        }

        private Tile Tree4(T* x, long begin, long end)
        {
            if (end - begin > RowsInLeaf)
            {
                long middle = begin + ((end - begin) / 2);
                return Tile.Combine(Tree4(x, begin, middle), Tree4(x, middle, end));
            }
            return Leaf4(x, begin, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private Tile Leaf4(T* x, long begin, long end)
        {
            T* row = x + plan.ReducedOffset(begin);
            V v0 = V.Load(row), v1 = V.Load(row + V.Count), v2 = V.Load(row + (2 * V.Count)), v3 = V.Load(row + (3 * V.Count));
            for (long r = begin + 1; r < end; r++)
            {
                row = x + plan.ReducedOffset(r);
                v0 = TReduction.Invoke<V, T>(v0, V.Load(row));
                v1 = TReduction.Invoke<V, T>(v1, V.Load(row + V.Count));
                v2 = TReduction.Invoke<V, T>(v2, V.Load(row + (2 * V.Count)));
                v3 = TReduction.Invoke<V, T>(v3, V.Load(row + (3 * V.Count)));
            }
            return new Tile { V0 = v0, V1 = v1, V2 = v2, V3 = v3 };
        }

        private V Tree1<TRead>(T* x, long begin, long end)
            where TRead : struct
        {
            if (end - begin > RowsInLeaf)
            {
                long middle = begin + ((end - begin) / 2);
                return TReduction.Invoke<V, T>(Tree1<TRead>(x, begin, middle), Tree1<TRead>(x, middle, end));
            }
            return Leaf1<TRead>(x, begin, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private V Leaf1<TRead>(T* x, long begin, long end)
            where TRead : struct
        {
            V result = Read<TRead>(x + plan.ReducedOffset(begin));
            for (long r = begin + 1; r < end; r++)
                result = TReduction.Invoke<V, T>(result, Read<TRead>(x + plan.ReducedOffset(r)));
            return result;
        }

        private static V Read<TRead>(T* x)
            where TRead : struct => typeof(TRead) == typeof(WholeVector) ? V.Load(x) : V.LoadScalar(x);
    }

    private struct Tile
    {
        public V V0, V1, V2, V3;

        public static Tile Combine(in Tile x, in Tile y) => new()
        {
            V0 = TReduction.Invoke<V, T>(x.V0, y.V0),
            V1 = TReduction.Invoke<V, T>(x.V1, y.V1),
            V2 = TReduction.Invoke<V, T>(x.V2, y.V2),
            V3 = TReduction.Invoke<V, T>(x.V3, y.V3),
        };
    }

    private readonly struct WholeVector;

    private readonly struct FirstLane;
}
