using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>input[p] = L U of square matrices: a unit lower and an upper triangle in one matrix, and the rows' order p.</summary>
/// <remarks>Source: lu_op.cc.</remarks>
internal sealed class Lu : Op
{
    public override OpDefinition Definition { get; } =
        "Lu(input: T) -> lu: T, p: output_idx_type; T: {double, float, half, complex64, complex128}; output_idx_type: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = MatrixShapes.Square(c, 0);
        c.Output(0, x);
        if (x.HasRank) c.Output(1, x.Slice(..^1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("output_idx_type");
        return r.ForMatrices(default(Maker));
    }

    private readonly struct Maker : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Factors<TElement, T>();
    }

    private sealed class Factors<TElement, T> : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            int length = size * size;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>();
            Span<TElement> factors = s.OutputLike(0, s.Input(0)).Elements<TElement>();
            Tensor order = MatrixShapes.Output(s, 1, 0, size);
            bool wide = order.DType == DType.Int64, regular = true;
            T[] memory = ArrayPool<T>.Shared.Rent(length);
            int[] rows = ArrayPool<int>.Shared.Rent(size);
            Matrix<T> a = new(memory, size, size);
            for (int i = 0; i < count && regular; i++)
            {
                MatrixElements.Read(matrices.Slice(i * length, length), a.Elements);
                regular = LuFactors.Factorize(a, rows, out _);
                MatrixElements.Write(a.Elements, factors.Slice(i * length, length));
                for (int k = 0; k < size; k++)
                {
                    if (wide) order.Elements<long>()[(i * size) + k] = rows[k];
                    else order.Elements<int>()[(i * size) + k] = rows[k];
                }
            }

            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<int>.Shared.Return(rows);
            s.Require(regular, "Input is not invertible.");
        }
    }
}
