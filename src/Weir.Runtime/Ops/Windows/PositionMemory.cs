using Weir.Simd;

namespace Weir.Ops;

/// <summary>The thread's memory for positions of elements; see <see cref="Scratch"/>.</summary>
internal static unsafe class PositionMemory
{
    public static Span<int> Get(long count) => new(Scratch.Get<int>(ScratchUse.Positions, (nint)count), checked((int)count));
}
