using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Functions that have no vector form: one lane after the other.</summary>
internal static unsafe class PerElement
{
    private const int MostLanes = 8;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Map<V>(V x, delegate*<double, double> function)
        where V : struct, ILanes<V, double>
    {
        double* values = stackalloc double[MostLanes];
        V.Store(x, values);
        for (int i = 0; i < V.Count; i++)
            values[i] = function(values[i]);
        return V.Load(values);
    }
}
