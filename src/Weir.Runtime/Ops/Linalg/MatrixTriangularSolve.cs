using System.Buffers;
using System.Numerics;
using Weir.Definitions;
using Weir.Linalg;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Solves A X = B for triangular matrices, or banded ones given by their diagonals; batches broadcast. Two rows of the table.</summary>
/// <remarks>
/// A zero on the diagonal gives infinities and NaN; of a banded matrix it is an error. Source: matrix_triangular_solve_op_impl.h,
/// banded_triangular_solve_op.cc; gradients: linalg_grad.py.
/// </remarks>
internal sealed class MatrixTriangularSolve(OpDefinition definition, bool banded) : Op
{
    public static readonly Op[] All =
    [
        new MatrixTriangularSolve("BandedTriangularSolve(matrix: T, rhs: T) -> output: T; lower: bool = true; adjoint: bool = false; "
            + "T: {double, float, half, complex64, complex128}", banded: true),
        new MatrixTriangularSolve("MatrixTriangularSolve(matrix: T, rhs: T) -> output: T; lower: bool = true; adjoint: bool = false; "
            + "T: {bfloat16, double, float, half, complex64, complex128}", banded: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        (Shape a, Shape b) = (banded ? c.WithRankAtLeast(0, 2) : MatrixShapes.Square(c, 0), c.WithRankAtLeast(1, 2));
        if (!a.HasRank || !b.HasRank) return;
        if (banded) c.Require(a[-2] < 0 || a[-1] < 0 || (a[-2] >= 1 && a[-2] <= a[-1]), "The number of bands must be between 1 and the number of rows.");
        Shape batch = BroadcastShapes.Infer(c, a.Slice(..^2), b.Slice(..^2));
        c.Output(0, batch.Concatenate(Shape.Of(c.MergeSizes(a[-1], b[-2]), b[-1])));
    }

    public override void Gradient(GradientContext g)
    {
        bool lower = g.Operation.Attributes.Get<bool>("lower"), adjoint = g.Operation.Attributes.Get<bool>("adjoint");
        Output a = g.Input(0), forB = Build(Name, a, g.Outgoing(0), lower, !adjoint);
        Output forA = -(adjoint ? MatrixGraph.Product(g.Output(0), forB, adjointY: true) : MatrixGraph.Product(forB, g.Output(0), adjointY: true));
        if (banded) forA = Bands(a, forA, lower);
        else forA = lower ? MatrixGraph.Lower(forA) : MatrixGraph.Upper(forA);
        MatrixGraph.FlowBatches(g, forA, forB);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMatrices(new Maker(r.Bool("lower"), r.Bool("adjoint"), banded));

    public static Output Build(Output a, Output b, bool lower, bool adjoint) => Build("MatrixTriangularSolve", a, b, lower, adjoint);

    private static Output Build(string op, Output a, Output b, bool lower, bool adjoint) => a.Operation.Graph.AddOperation(
        op, [a, b], new Dictionary<string, object> { ["lower"] = lower, ["adjoint"] = adjoint })[0];

    // The bands of the matrix's gradient, in the form that the op takes them.
    private static Output Bands(Output a, Output gradient, bool lower)
    {
        Graph graph = a.Operation.Graph;
        Output bands = GatherV2.Build(ShapeOp.Build(a), Rank.Build(a) - graph.Const(2), 0) - graph.Const(1);
        Output range = lower ? Pack.Build([-bands, graph.Const(0)]) : Pack.Build([graph.Const(0), bands]);
        return MatrixDiagPart.Build(gradient, range, "LEFT_RIGHT");
    }

    private readonly struct Maker(bool lower, bool adjoint, bool banded) : IMatrixKernelMaker
    {
        public Kernel Make<TElement, T>() where TElement : unmanaged where T : unmanaged, INumberBase<T> => new Solve<TElement, T>(lower, adjoint, banded);
    }

    private sealed class Solve<TElement, T>(bool lower, bool adjoint, bool banded) : Kernel
        where TElement : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        public override void Run(StepContext s)
        {
            (Shape a, Shape b) = (s.Input(0).Shape, s.Input(1).Shape);
            s.Require(a.Rank >= 2, $"In[0] ndims must be >= 2: {a.Rank}");
            s.Require(b.Rank >= 2, $"In[1] ndims must be >= 2: {b.Rank}");
            bool fits = BroadcastPlan.TryCreate(a.Dimensions[..^2], b.Dimensions[..^2], out BroadcastPlan plan) && plan.Rank <= BroadcastPlan.MaxRank;
            s.Require(fits, $"In[0] and In[1] must have compatible batch dimensions: {a} vs. {b}");
            int bands = checked((int)a[-2]), size = checked((int)a[-1]), columns = checked((int)b[-1]);
            s.Require(banded || bands == size, $"In[0] matrices in the last two dimensions must be square ({bands} =/= {size})");
            s.Require(!banded || bands >= 1, "There must be at least one band.");
            s.Require(!banded || bands <= size, $"There are {bands} bands for {size} rows.");
            s.Require(b[-2] == size, $"In[0] mismatch In[1] shape: {size} vs. {b[-2]}: {a} {b}");
            Span<long> sizes = stackalloc long[Math.Max(a.Rank, b.Rank)];
            BroadcastShapes.Fill(sizes[..^2], a.Dimensions[..^2], b.Dimensions[..^2]);
            (sizes[^2], sizes[^1]) = (size, columns);
            Span<TElement> results = s.Output(0, sizes).Elements<TElement>();
            if (results.Length > 0) Run(s, plan, bands, size, columns, results);
        }

        private void Run(StepContext s, in BroadcastPlan plan, int bands, int size, int columns, Span<TElement> results)
        {
            ReadOnlySpan<TElement> matrices = s.Input(0).Elements<TElement>(), sides = s.Input(1).Elements<TElement>();
            int given = bands * size, width = size * columns;
            T[] memory = ArrayPool<T>.Shared.Rent(given + width);
            Matrix<T> a = new(memory, bands, size), x = new(memory.AsSpan(given), size, columns);
            (int stepA, int stepB, _) = plan.InnerSteps;
            bool regular = true;
            for (long batch = 0; batch < plan.Length && regular; batch++)
            {
                (long row, long column) = Math.DivRem(batch, plan.InnerLength);
                (long atA, long atB, _) = plan.Offsets(row);
                MatrixElements.Read(matrices.Slice((int)(atA + (column * stepA)) * given, given), a.Elements);
                MatrixElements.Read(sides.Slice((int)(atB + (column * stepB)) * width, width), x.Elements);
                if (banded) regular = BandedMatrix.Solve(a, x, lower, adjoint);
                else if (adjoint) TriangularMatrix.SolveAdjoint(a, x, lower);
                else TriangularMatrix.Solve(a, x, lower, unit: false);
                MatrixElements.Write(x.Elements, results.Slice((int)batch * width, width));
            }

            ArrayPool<T>.Shared.Return(memory);
            s.Require(regular, "Input matrix is not invertible.");
        }
    }
}
