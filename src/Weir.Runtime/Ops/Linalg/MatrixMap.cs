using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>A function of square matrices that gives matrices of the same size.</summary>
internal interface IMatrixFunction
{
    /// <summary>Computes the result of one matrix; may destroy the matrix.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is none.</exception>
    static abstract void Invoke<T>(Matrix<T> x, Matrix<T> y, bool adjoint)
        where T : unmanaged, INumberBase<T>;
}

/// <summary>An op that maps each square matrix to another: a row of <see cref="MatrixMaps"/>.</summary>
/// <param name="definition">What it is.</param>
/// <param name="halves">Whether there is a kernel for half floats, too.</param>
/// <param name="complexOnly">Whether there are kernels for complex numbers only.</param>
/// <param name="gradient">What flows back; null: nothing is registered.</param>
internal sealed class MatrixMap<TFunction>(OpDefinition definition, bool halves, bool complexOnly, Action<GradientContext>? gradient) : Op
    where TFunction : struct, IMatrixFunction
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, MatrixShapes.Square(c, 0));

    public override void Gradient(GradientContext g)
    {
        if (gradient is null) base.Gradient(g);
        else gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool adjoint = definition.Attributes.Any(attribute => attribute.Name == "adjoint") && r.Bool("adjoint");
        return complexOnly && !r.Type("T").IsComplex() ? throw r.NoKernel("T") : r.ForMatrices(new Maker(adjoint), halves);
    }

    private readonly struct Maker(bool adjoint) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Map<TElement, T>(adjoint);
    }

    private sealed class Map<TElement, T>(bool adjoint) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            ReadOnlySpan<TElement> from = s.Input(0).Elements<TElement>();
            Span<TElement> to = s.OutputLike(0, s.Input(0)).Elements<TElement>();
            int length = size * size;
            if (length == 0) return;
            T[] memory = ArrayPool<T>.Shared.Rent(2 * length);
            Matrix<T> x = new(memory, size, size), y = new(memory.AsSpan(length), size, size);
            for (int i = 0; i < count; i++)
            {
                MatrixElements.Read(from.Slice(i * length, length), x.Elements);
                TFunction.Invoke(x, y, adjoint);
                MatrixElements.Write(y.Elements, to.Slice(i * length, length));
            }

            ArrayPool<T>.Shared.Return(memory);
        }
    }
}
