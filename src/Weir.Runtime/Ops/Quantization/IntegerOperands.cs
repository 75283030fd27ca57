using System.Buffers;

namespace Weir.Ops;

/// <summary>Memory for the elements of two tensors of narrow integers as integers of 32 bits. It is given back when this is disposed of.</summary>
internal readonly ref struct IntegerOperands
{
    private readonly int[] memory;

    public IntegerOperands(StepContext s, Tensor x, Tensor y)
    {
        s.Require(x.ElementCount + y.ElementCount <= Array.MaxLength, $"the operands are too large: {x.Shape}, {y.Shape}");
        s.RequireRoom((x.ElementCount + y.ElementCount) * sizeof(int));
        (int countX, int countY) = ((int)x.ElementCount, (int)y.ElementCount);
        memory = ArrayPool<int>.Shared.Rent(countX + countY);
        X = memory.AsSpan(0, countX);
        Y = memory.AsSpan(countX, countY);
    }

    public Span<int> X { get; }

    public Span<int> Y { get; }

    public void Dispose() => ArrayPool<int>.Shared.Return(memory);
}
