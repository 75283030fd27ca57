using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Products with a single row or column in which every sum runs along contiguous memory: a vector times each row of a matrix.</summary>
internal static unsafe class DotRows<T, V>
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    /// <summary>Whether a product is of this kind: one row times a transposed B, or A times one column.</summary>
    public static bool Fits(GemmProblem<T>* problem) => problem->PackedB == null && problem->ADepthStride == 1
        && ((problem->Rows == 1 && problem->BDepthStride == 1) || (problem->Columns == 1 && problem->BDepthStride == 1));

    /// <summary>Runs it.</summary>
    public static void Run<TActivation>(GemmProblem<T>* problem)
        where TActivation : struct, IUnaryOperator
    {
        bool oneColumn = problem->Columns == 1;
        T* vector = oneColumn ? problem->B : problem->A;
        T* matrix = oneColumn ? problem->A : problem->B;
        var job = new Job<TActivation>(problem, vector, matrix, oneColumn);
        WorkPool.Run(in job, oneColumn ? problem->Rows : problem->Columns, (problem->Depth * sizeof(T) * 15) + 5_000);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot(T* x, T* y, nint n)
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        nint i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            s0 = V.MultiplyAdd(V.Load(x + i), V.Load(y + i), s0);
            s1 = V.MultiplyAdd(V.Load(x + i + V.Count), V.Load(y + i + V.Count), s1);
            s2 = V.MultiplyAdd(V.Load(x + i + (2 * V.Count)), V.Load(y + i + (2 * V.Count)), s2);
            s3 = V.MultiplyAdd(V.Load(x + i + (3 * V.Count)), V.Load(y + i + (3 * V.Count)), s3);
        }
        for (; i <= n - V.Count; i += V.Count)
            s0 = V.MultiplyAdd(V.Load(x + i), V.Load(y + i), s0);
        T total = V.Across<Add>((s0 + s1) + (s2 + s3));
        V sum = V.LoadScalar(&total);
        for (; i < n; i++)
            sum = V.MultiplyAdd(V.LoadScalar(x + i), V.LoadScalar(y + i), sum);
        V.StoreScalar(sum, &total);
        return total;
    }

    private readonly struct Job<TActivation>(GemmProblem<T>* problem, T* vector, T* matrix, bool oneColumn) : IParallelJob
        where TActivation : struct, IUnaryOperator
    {
        public void Run(long begin, long end)
        {
            for (nint i = (nint)begin; i < end; i++)
            {
                problem->C[i] = Dot(vector, matrix + (i * problem->Depth), problem->Depth);
                GemmEpilogue<T, V, TActivation>.Apply(problem, oneColumn ? i : 0, oneColumn ? 0 : i, problem->C + i, 1);
            }
        }
    }
}
