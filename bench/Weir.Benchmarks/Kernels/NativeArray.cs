using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Kernels;

/// <summary>Floats in aligned native memory, as tensors have them.</summary>
internal sealed unsafe class NativeArray : IDisposable
{
    private readonly float* _data;
    private readonly int _length;

    public NativeArray(float[] values)
        : this(values.Length) => values.CopyTo(Span);

    public NativeArray(int length)
    {
        _length = length;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * sizeof(float), 64);
        Span.Clear();
    }

    public Span<float> Span => new(_data, _length);

    public static float[] Random(int length, float scale, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1) * scale)];
    }

    public void Dispose() => NativeMemory.AlignedFree(_data);
}
