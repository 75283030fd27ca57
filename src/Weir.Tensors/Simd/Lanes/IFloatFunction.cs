using System.Numerics;

namespace Weir.Simd;

/// <summary>A function with separate forms for float and double lanes and for complex numbers.</summary>
internal interface IFloatFunction
{
    static abstract V Single<V>(V x)
        where V : struct, ILanes<V, float>;

    static abstract V Double<V>(V x)
        where V : struct, ILanes<V, double>;

    static abstract Complex Complex(Complex x);
}
