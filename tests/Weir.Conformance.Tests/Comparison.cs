using System.Numerics;

namespace Weir.Conformance;

/// <summary>The rule by which a computed tensor is compared with a recorded one: see tests/corpus/ops/README.md.</summary>
internal static class Comparison
{
    /// <returns>What differs; null: nothing.</returns>
    public static string? Difference(Tensor got, Tensor want, double rtol, double atol)
    {
        if (got.DType != want.DType) return $"dtype {got.DType}, expected {want.DType}";
        if (!got.Shape.Equals(want.Shape)) return $"shape {got.Shape}, expected {want.Shape}";
        if (got.DType == DType.String) return got.ToArray<byte[]>().Zip(want.ToArray<byte[]>()).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)) ? null : "strings differ";
        Complex[] a = Values(got);
        Complex[] b = Values(want);
        for (int i = 0; i < a.Length; i++)
        {
            double size = b[i].Magnitude;
            if (!Near(a[i].Real, b[i].Real, size, rtol, atol) || !Near(a[i].Imaginary, b[i].Imaginary, size, rtol, atol)) return $"element {i} is {a[i]}, expected {b[i]}";
        }

        return null;
    }

    private static bool Near(double got, double want, double size, double rtol, double atol)
    {
        (got, want) = (Flushed(got), Flushed(want));
        if (got == want || (double.IsNaN(got) && double.IsNaN(want))) return true;
        return double.IsFinite(want) && Math.Abs(got - want) <= atol + (rtol * size);
    }

    /// <summary>TensorFlow's threads flush subnormals to zero; managed code keeps them.</summary>
    private static double Flushed(double value) => Math.Abs(value) < 1.1754943508222875e-38 ? 0 : value;

    private static Complex[] Values(Tensor t) => t.DType switch
    {
        DType.Float32 => Array.ConvertAll(t.ToArray<float>(), v => new Complex(v, 0)),
        DType.Float64 => Array.ConvertAll(t.ToArray<double>(), v => new Complex(v, 0)),
        DType.Float16 => Array.ConvertAll(t.ToArray<Half>(), v => new Complex((double)v, 0)),
        DType.BFloat16 => Array.ConvertAll(t.ToArray<BFloat16>(), v => new Complex(v, 0)),
        DType.Int8 => Array.ConvertAll(t.ToArray<sbyte>(), v => new Complex(v, 0)),
        DType.Int16 => Array.ConvertAll(t.ToArray<short>(), v => new Complex(v, 0)),
        DType.Int32 => Array.ConvertAll(t.ToArray<int>(), v => new Complex(v, 0)),
        DType.Int64 => Array.ConvertAll(t.ToArray<long>(), v => new Complex(v, v >> 32)),
        DType.UInt8 => Array.ConvertAll(t.ToArray<byte>(), v => new Complex(v, 0)),
        DType.UInt16 => Array.ConvertAll(t.ToArray<ushort>(), v => new Complex(v, 0)),
        DType.UInt32 => Array.ConvertAll(t.ToArray<uint>(), v => new Complex(v, 0)),
        DType.UInt64 => Array.ConvertAll(t.ToArray<ulong>(), v => new Complex(v, v >> 32)),
        DType.Bool => Array.ConvertAll(t.ToArray<bool>(), v => new Complex(v ? 1 : 0, 0)),
        DType.Complex64 => Array.ConvertAll(t.ToArray<Complex64>(), v => (Complex)v),
        DType.Complex128 => t.ToArray<Complex>(),
        DType.QInt8 or DType.Int4 => Array.ConvertAll(t.AsSpan<sbyte>().ToArray(), v => new Complex(v, 0)),
        DType.QUInt8 or DType.UInt4 or DType.Float8E4M3FN or DType.Float8E5M2 => Array.ConvertAll(t.AsSpan<byte>().ToArray(), v => new Complex(v, 0)),
        DType.QInt16 => Array.ConvertAll(t.AsSpan<short>().ToArray(), v => new Complex(v, 0)),
        DType.QUInt16 => Array.ConvertAll(t.AsSpan<ushort>().ToArray(), v => new Complex(v, 0)),
        DType.QInt32 => Array.ConvertAll(t.AsSpan<int>().ToArray(), v => new Complex(v, 0)),
        _ => throw new NotSupportedException($"No comparison for {t.DType}."),
    };
}
