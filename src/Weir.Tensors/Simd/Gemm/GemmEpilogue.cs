using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>What is done to finished sums: activation(c + bias).</summary>
internal static unsafe class GemmEpilogue<T, V, TActivation>
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    /// <summary>Treats <paramref name="n"/> elements of a row.</summary>
    /// <param name="c">The sums.</param>
    /// <param name="bias">As many values, or null.</param>
    /// <param name="n">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(T* c, T* bias, nint n)
    {
        if (bias == null && typeof(TActivation) == typeof(Identity))
            return;
        nint i = 0;
        if (bias == null)
        {
            for (; i <= n - V.Count; i += V.Count)
                V.Store(TActivation.Invoke<V, T>(V.Load(c + i)), c + i);
            for (; i < n; i++)
                V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i)), c + i);
            return;
        }
        for (; i <= n - V.Count; i += V.Count)
            V.Store(TActivation.Invoke<V, T>(V.Load(c + i) + V.Load(bias + i)), c + i);
        for (; i < n; i++)
            V.StoreScalar(TActivation.Invoke<V, T>(V.LoadScalar(c + i) + V.LoadScalar(bias + i)), c + i);
    }
}
