using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>
/// The part of <see cref="Transpose"/> where the innermost dimension changes: matrices of the result's innermost dimension by the
/// one that is contiguous in the source. An item is a band of such a matrix, a few cache lines wide in the source.
/// </summary>
internal readonly unsafe struct TilesJob<T> : IParallelJob
    where T : unmanaged
{
    private const long CacheLine = 16;         // of elements of four bytes
    private const long MostInnerOfWide = 256;  // the lines of a wide band then stay in the first-level cache while they are filled piece by piece

    private readonly TransposePlan* _plan;
    private readonly T* _source;
    private readonly T* _destination;
    private readonly int _across;              // the result's dimension that is contiguous in the source
    private readonly long _inner, _innerStride, _lines, _lineStride, _band, _bands;

    public TilesJob(TransposePlan* plan, T* source, T* destination)
    {
        _plan = plan;
        _source = source;
        _destination = destination;
        _across = plan->ContiguousInSource is var d && d < 0 ? plan->Rank - 1 : d;
        (_inner, _innerStride) = (plan->Size(0), plan->Stride(0));
        _lines = plan->Size(_across);
        _lineStride = 1;
        for (int i = 0; i < _across; i++)
            _lineStride *= plan->Size(i);
        _band = IsWide && _inner <= MostInnerOfWide ? 4 * CacheLine : CacheLine;
        _bands = ((_lines - 1) / _band) + 1;
    }

    // Whether WideTranspose can move the elements.
    private static bool IsWide => sizeof(T) == 4 && Lanes512<float>.IsAccelerated;

    /// <summary>How many bands all matrices have.</summary>
    public long Items => _plan->Length / (_inner * _lines) * _bands;

    /// <summary>The elements in a band.</summary>
    public long ItemLength => _inner * Math.Min(_band, _lines);

    public void Run(long begin, long end)
    {
        for (long item = begin; item < end; item++)
        {
            (long matrix, long band) = Math.DivRem(item, _bands);
            long from = 0, to = 0, stride = 1;
            for (int d = 0; d < _plan->Rank; stride *= _plan->Size(d), d++)
            {
                if (d == 0 || d == _across)
                    continue;
                (matrix, long index) = Math.DivRem(matrix, _plan->Size(d));
                from += index * _plan->Stride(d);
                to += index * stride;
            }
            long line = band * _band;
            Move(_source + from + (line * _plan->Stride(_across)), _destination + to + (line * _lineStride), Math.Min(_band, _lines - line));
        }
    }

    // destination[l * lineStride + i] = source[i * innerStride + l * step]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(T* source, T* destination, long lines)
    {
        long l = 0, step = _plan->Stride(_across);
        if (IsWide && step == 1 && lines >= CacheLine)
        {
            l = lines / CacheLine * CacheLine;
            for (long i = 0; i < _inner; i += WideTranspose.Lines)
                WideTranspose.Run((float*)(source + (i * _innerStride)), (nint)_innerStride, (nint)(_inner - i), (nint)l, (float*)(destination + i), (nint)_lineStride);
        }
        if (sizeof(T) == 4 && step == 1 && Sse.IsSupported)
        {
            for (; l <= lines - 4; l += 4)
                MoveFour((float*)(source + l), (float*)(destination + (l * _lineStride)), 4);
            if (lines is 2 or 3 && _innerStride >= lines)
            {
                MoveFour((float*)source, (float*)destination, (int)lines);
                return;
            }
        }
        for (; l < lines; l++)
        {
            T* from = source + (l * step);
            T* to = destination + (l * _lineStride);
            for (long i = 0; i < _inner; i++)
                to[i] = from[i * _innerStride];
        }
    }

    // Fewer lines than four are read together with what follows them, as long as that is still the source's.
    private void MoveFour(float* source, float* destination, int lines)
    {
        long i = 0, end = lines == 4 ? _inner : _inner - 2;
        for (; i <= end - 4; i += 4)
        {
            float* s = source + (i * _innerStride);
            Vector128<float> r0 = Vector128.Load(s), r1 = Vector128.Load(s + _innerStride);
            Vector128<float> r2 = Vector128.Load(s + (2 * _innerStride)), r3 = Vector128.Load(s + (3 * _innerStride));
            Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1);
            Vector128<float> low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(low01, low23).Store(destination + i);
            Sse.MoveHighToLow(low23, low01).Store(destination + _lineStride + i);
            if (lines > 2)
                Sse.MoveLowToHigh(high01, high23).Store(destination + (2 * _lineStride) + i);
            if (lines > 3)
                Sse.MoveHighToLow(high23, high01).Store(destination + (3 * _lineStride) + i);
        }
        for (; i < _inner; i++)
        {
            for (long l = 0; l < lines; l++)
                destination[(l * _lineStride) + i] = source[(i * _innerStride) + l];
        }
    }
}
