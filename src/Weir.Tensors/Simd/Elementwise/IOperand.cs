using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How a loop reads an operand: element by element, or the same one each time.</summary>
internal unsafe interface IOperand
{
    static abstract V Load<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    static abstract V LoadScalar<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}

/// <summary>x[i], x[i + 1], ...</summary>
internal readonly unsafe struct Streamed : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Load(x + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadScalar<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.LoadScalar(x + i);
}

/// <summary>x[0] in all lanes.</summary>
internal readonly unsafe struct Repeated : IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Create(*x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadScalar<V, T>(T* x, nint i)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.LoadScalar(x);
}
