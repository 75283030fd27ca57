namespace Weir.Simd;

internal static unsafe partial class Elementwise
{
    /// <summary>z = op(x, y) by a plan.</summary>
    /// <remarks>
    /// The plan is made from the shapes of x and y and has at most <see cref="BroadcastPlan.MaxRank"/> collapsed dimensions. z has
    /// as many elements as the plan says; it may be an operand that has the result's shape.
    /// </remarks>
    public static void Binary<T, TOp>(in BroadcastPlan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        RequireLength(z.Length, checked((int)plan.Length));
        if (plan.Rank <= 1)
        {
            Binary<T, TOp>(x, y, z);
            return;
        }
        fixed (T* px = x, py = y, pz = z)
        fixed (BroadcastPlan* way = &plan)
            RunRows(new BinaryRows<T, TOp>(way, px, py, pz), in plan, TOp.Picoseconds * Width<T>());
    }

    /// <summary>z = comparison(x, y) by a plan.</summary>
    public static void Compare<T, TOp>(in BroadcastPlan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<bool> z)
        where T : unmanaged
        where TOp : struct, IComparison
    {
        RequireLength(z.Length, checked((int)plan.Length));
        if (plan.Rank <= 1)
        {
            Compare<T, TOp>(x, y, z);
            return;
        }
        fixed (T* px = x, py = y)
        fixed (bool* pz = z)
        fixed (BroadcastPlan* way = &plan)
            RunRows(new CompareRows<T, TOp>(way, px, py, pz), in plan, 200);
    }

    /// <summary>z = condition ? x : y by a plan made of the three shapes in this order.</summary>
    public static void Select<T>(in BroadcastPlan plan, ReadOnlySpan<bool> condition, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged
    {
        RequireLength(z.Length, checked((int)plan.Length));
        if (plan.Rank <= 1)
        {
            Select(condition, x, y, z);
            return;
        }
        fixed (bool* pc = condition)
        fixed (T* px = x, py = y, pz = z)
        fixed (BroadcastPlan* way = &plan)
            RunRows(new SelectRows<T>(way, pc, px, py, pz), in plan, 200);
    }

    private static void RunRows<TJob>(in TJob job, in BroadcastPlan plan, int picoseconds)
        where TJob : struct, IParallelJob
    {
        if (plan.Length == 0)
            return;
        if (plan.Rank > BroadcastPlan.MaxRank)
            throw new NotSupportedException($"A broadcast of {plan.Rank} dimensions that do not collapse.");
        long rowCost = RowPicoseconds + (plan.InnerLength * picoseconds);
        WorkPool.Run(in job, plan.Length / plan.InnerLength, rowCost);
    }

    private const int RowPicoseconds = 5_000;

    private readonly struct BinaryRows<T, TOp>(BroadcastPlan* plan, T* x, T* y, T* z) : IParallelJob
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        public void Run(long begin, long end)
        {
            (int xStep, int yStep, _) = plan->InnerSteps;
            nint inner = (nint)plan->InnerLength;
            for (long row = begin; row < end; row++)
            {
                (long atX, long atY, _) = plan->Offsets(row);
                BinaryLoop.Run<T, TOp>(x + atX, xStep, y + atY, yStep, z + (row * inner), inner);
            }
        }
    }

    private readonly struct CompareRows<T, TOp>(BroadcastPlan* plan, T* x, T* y, bool* z) : IParallelJob
        where T : unmanaged
        where TOp : struct, IComparison
    {
        public void Run(long begin, long end)
        {
            (int xStep, int yStep, _) = plan->InnerSteps;
            nint inner = (nint)plan->InnerLength;
            for (long row = begin; row < end; row++)
            {
                (long atX, long atY, _) = plan->Offsets(row);
                CompareLoop.Run<T, TOp>(x + atX, xStep, y + atY, yStep, z + (row * inner), inner);
            }
        }
    }

    private readonly struct SelectRows<T>(BroadcastPlan* plan, bool* condition, T* x, T* y, T* z) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            (int step, int xStep, int yStep) = plan->InnerSteps;
            nint inner = (nint)plan->InnerLength;
            for (long row = begin; row < end; row++)
            {
                (long atC, long atX, long atY) = plan->Offsets(row);
                SelectLoop.Run(condition + atC, step, x + atX, xStep, y + atY, yStep, z + (row * inner), inner);
            }
        }
    }
}
