using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>What is done to sums that a microkernel has not finished: activation(c + first + second), or the activation alone.</summary>
internal static unsafe class GemmEpilogue<T, V, TActivation>
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    /// <summary>Treats <paramref name="n"/> elements of a row.</summary>
    /// <param name="problem">The product, with its addends.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">Where the elements begin in it.</param>
    /// <param name="c">The sums.</param>
    /// <param name="n">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(GemmProblem<T>* problem, nint row, nint column, T* c, nint n)
    {
        T* first = problem->First.At(row, column), second = problem->Second.At(row, column);
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
        else if (typeof(TActivation) != typeof(Identity))
            Activate(c, n);
    }

    /// <summary>Applies the activation to <paramref name="n"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(T* c, nint n)
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(TActivation.Invoke<V, T>(V.Load(c + i)), c + i);
        for (; i < n; i++)
            V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i)), c + i);
    }
}
