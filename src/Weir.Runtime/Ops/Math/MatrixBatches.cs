using Weir.Simd;

namespace Weir.Ops;

/// <summary>Products of many matrices, whose batch dimensions broadcast.</summary>
internal static class MatrixBatches
{
    private const int PicosecondsPerProduct = 30;

    /// <summary>z = x * y for each matrix of the plan.</summary>
    public static void Multiply<T>(in BroadcastPlan plan, in GemmShape shape, Tensor x, Tensor y, Tensor z)
        where T : unmanaged
    {
        bool oneMatrix = y.ElementCount == (long)shape.Depth * shape.Columns && !shape.TransposeA && plan.Length > 1;
        if (oneMatrix)
        {
            GemmShape tall = shape with { Rows = checked((int)(shape.Rows * plan.Length)) };
            Gemm.Run(tall, x.Elements<T>(), y.Elements<T>(), z.Elements<T>());
            return;
        }

        long cost = Math.Max(1, (long)shape.Rows * shape.Columns * shape.Depth * PicosecondsPerProduct);
        WorkPool.Run(new Job<T>(plan, shape, x, y, z), plan.Length, cost);
    }

    private readonly struct Job<T>(BroadcastPlan plan, GemmShape shape, Tensor x, Tensor y, Tensor z) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            (int stepX, int stepY, _) = plan.InnerSteps;
            int sizeX = shape.Rows * shape.Depth, sizeY = shape.Depth * shape.Columns, sizeZ = shape.Rows * shape.Columns;
            for (long batch = begin; batch < end; batch++)
            {
                (long row, long column) = Math.DivRem(batch, plan.InnerLength);
                (long atX, long atY, _) = plan.Offsets(row);
                ReadOnlySpan<T> left = x.Elements<T>().Slice((int)(atX + (column * stepX)) * sizeX, sizeX);
                ReadOnlySpan<T> right = y.Elements<T>().Slice((int)(atY + (column * stepY)) * sizeY, sizeY);
                Gemm.Run(shape, left, right, z.Elements<T>().Slice((int)batch * sizeZ, sizeZ));
            }
        }
    }
}
