using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;

namespace Weir.Ops;

/// <summary>Solves A X = B, or A* X = B, for square matrices; batches do not broadcast.</summary>
/// <remarks>Source: matrix_solve_op.cc; gradient: linalg_grad.py.</remarks>
internal sealed class MatrixSolve : Op
{
    public override OpDefinition Definition { get; } =
        "MatrixSolve(matrix: T, rhs: T) -> output: T; adjoint: bool = false; T: {double, float, half, complex64, complex128}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape a, Shape b) = (MatrixShapes.Square(c, 0), c.WithRankAtLeast(1, 2));
        if (!a.HasRank || !b.HasRank) return;
        Shape batch = c.Merge(a.Slice(..^2), b.Slice(..^2));
        c.Output(0, batch.Concatenate(Shape.Of(c.MergeSizes(a[-1], b[-2]), b[-1])));
    }

    public override void Gradient(GradientContext g)
    {
        bool adjoint = g.Operation.Attributes.Get<bool>("adjoint");
        Output forB = g.Graph.AddOperation(Name, [g.Input(0), g.Outgoing(0)], new Dictionary<string, object> { ["adjoint"] = !adjoint })[0];
        g.Flow(0, -(adjoint ? MatrixGraph.Product(g.Output(0), forB, adjointY: true) : MatrixGraph.Product(forB, g.Output(0), adjointY: true)));
        g.Flow(1, forB);
    }

    public static Output Build(Output a, Output b) => a.Operation.Graph.AddOperation("MatrixSolve", [a, b])[0];

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("adjoint")));

    private readonly struct Maker(bool adjoint) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Solve<TElement, T>(adjoint);
    }

    private sealed class Solve<TElement, T>(bool adjoint) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (Shape a, Shape b) = (s.Input(0).Shape, s.Input(1).Shape);
            s.Require(a.Rank == b.Rank, $"All input tensors must have the same rank. {a} vs. {b}");
            (int size, int count) = MatrixShapes.ReadSquare(s, 0);
            s.Require(a.Dimensions[..^2].SequenceEqual(b.Dimensions[..^2]), $"All input tensors must have the same outer dimensions. {a} vs. {b}");
            s.Require(b[-2] == size, $"Input matrix and rhs are incompatible: {a} vs. {b}");
            int columns = checked((int)b[-1]), length = size * size, width = size * columns;
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>(), sides = s.Input(1).Elements<TElement>();
            Span<TElement> results = s.OutputLike(0, s.Input(1)).Elements<TElement>();
            if (results.IsEmpty) return;
            T[] memory = ArrayPool<T>.Shared.Rent((2 * length) + (2 * width));
            int[] rows = ArrayPool<int>.Shared.Rent(size);
            Matrix<T> given = new(memory, size, size), lu = new(memory.AsSpan(length), size, size);
            Matrix<T> side = new(memory.AsSpan(2 * length), size, columns), x = new(memory.AsSpan((2 * length) + width), size, columns);
            bool regular = true;
            for (int i = 0; i < count && regular; i++)
            {
                MatrixElements.Read(matrices.Slice(i * length, length), given.Elements);
                if (adjoint) lu.SetAdjoint(given);
                else given.CopyTo(lu);
                regular = LuFactors.Factorize(lu, rows, out _);
                if (!regular) break;
                MatrixElements.Read(sides.Slice(i * width, width), side.Elements);
                LuFactors.Solve(lu, rows, side, x);
                MatrixElements.Write(x.Elements, results.Slice(i * width, width));
            }

            ArrayPool<T>.Shared.Return(memory);
            ArrayPool<int>.Shared.Return(rows);
            s.Require(regular, "Input matrix is not invertible.");
        }
    }
}
