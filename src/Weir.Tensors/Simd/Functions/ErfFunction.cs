using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The error function: for floats a quotient of polynomials in x up to 4, beyond which it is 1; for doubles see <see cref="ErrorIntegral"/>.</summary>
internal readonly struct ErfFunction : IFloatFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        x = V.LesserOrSecond(V.Create(4f), V.GreaterOrSecond(V.Create(-4f), x));   // the order of the operands lets NaN pass
        V z = x * x;
        V p = V.Create(-2.72614225801306e-10f);
        p = V.MultiplyAdd(p, z, V.Create(2.77068142495902e-08f));
        p = V.MultiplyAdd(p, z, V.Create(-2.10102402082508e-06f));
        p = V.MultiplyAdd(p, z, V.Create(-5.69250639462346e-05f));
        p = V.MultiplyAdd(p, z, V.Create(-7.34990630326855e-04f));
        p = V.MultiplyAdd(p, z, V.Create(-2.95459980854025e-03f));
        p = V.MultiplyAdd(p, z, V.Create(-1.60960333262415e-02f));
        V q = V.Create(-1.45660718464996e-05f);
        q = V.MultiplyAdd(q, z, V.Create(-2.13374055278905e-04f));
        q = V.MultiplyAdd(q, z, V.Create(-1.68282697438203e-03f));
        q = V.MultiplyAdd(q, z, V.Create(-7.37332916720468e-03f));
        q = V.MultiplyAdd(q, z, V.Create(-1.42647390514189e-02f));
        return x * p / q;
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &ErrorIntegral.Erf);

    public static Complex Complex(Complex x) => throw new NotSupportedException("There is no error function of complex numbers here.");
}
