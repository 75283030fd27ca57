using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>What is done to finished sums: activation(c + first + second).</summary>
internal static unsafe class GemmEpilogue<T, V, TActivation>
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    /// <summary>Whether there is nothing to do.</summary>
    public static bool IsNone(in GemmProblem<T> problem) => typeof(TActivation) == typeof(Identity) && problem.First.IsNone;

    /// <summary>Treats <paramref name="n"/> elements of a row.</summary>
    /// <param name="problem">The product, with its addends.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">Where the elements begin in it.</param>
    /// <param name="c">The sums.</param>
    /// <param name="n">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(in GemmProblem<T> problem, nint row, nint column, T* c, nint n)
    {
        T* first = problem.First.At(row, column), second = problem.Second.At(row, column);
        nint i = 0;
        if (second != null)
        {
            for (; i <= n - V.Count; i += V.Count)
                V.Store(TActivation.Invoke<V, T>(V.Load(c + i) + V.Load(first + i) + V.Load(second + i)), c + i);
            for (; i < n; i++)
                V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i) + V.LoadScalar(first + i) + V.LoadScalar(second + i)), c + i);
        }
        else if (first != null)
        {
            for (; i <= n - V.Count; i += V.Count)
                V.Store(TActivation.Invoke<V, T>(V.Load(c + i) + V.Load(first + i)), c + i);
            for (; i < n; i++)
                V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i) + V.LoadScalar(first + i)), c + i);
        }
        else
        {
            for (; i <= n - V.Count; i += V.Count)
                V.Store(TActivation.Invoke<V, T>(V.Load(c + i)), c + i);
            for (; i < n; i++)
                V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i)), c + i);
        }
    }
}
