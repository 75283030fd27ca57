namespace Weir.Simd;

/// <summary>Blocks, packs and shares a product. One instantiation for each element type and vector width.</summary>
/// <remarks>
/// A is packed in panels of up to 14 rows, B in panels of two vectors of columns; <see cref="MicroKernels"/> multiply one by the
/// other. Each element of C is summed along the depth in the same order whatever the blocks and kernels, so splitting rows and
/// columns among threads changes no bit.
/// </remarks>
internal static unsafe class GemmDriver<T, V>
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    /// <summary>The columns of a panel.</summary>
    public static nint PanelWidth => 2 * V.Count;

    /// <summary>The rows whose sums fit the registers: 2 * 14 + 3 of 32 with 512 bits, 2 * 6 + 3 of 16 otherwise.</summary>
    public static nint MostRows => V.Count * sizeof(T) == 64 ? 14 : 6;

    public static nint ColumnPanels(nint columns) => (columns + PanelWidth - 1) / PanelWidth;

    public static void Run<TActivation>(GemmProblem<T>* problem)
        where TActivation : struct, IUnaryOperator
    {
        if (problem->Depth == 0)
            FillWithAddends<TActivation>(problem);
        else if (DotRows<T, V>.Fits(problem))
            DotRows<T, V>.Run<TActivation>(problem);
        else
        {
            nint panels = (problem->Rows + MostRows - 1) / MostRows;
            nint slabs = (panels + GemmBlocking.RowPanelsInSlab - 1) / GemmBlocking.RowPanelsInSlab;
            for (nint block = 0; block < GemmBlocking.DepthBlocks(problem->Depth); block++)
            {
                for (nint slab = 0; slab < slabs; slab++)
                    RunSlab<TActivation>(problem, block, slab, slabs);
            }
        }
    }

    // All columns of some rows, over one block of the depth.
    private static void RunSlab<TActivation>(GemmProblem<T>* problem, nint block, nint slab, nint slabs)
        where TActivation : struct, IUnaryOperator
    {
        nint depthBegin = GemmBlocking.DepthBegin(problem->Depth, block);
        nint depth = GemmBlocking.DepthBegin(problem->Depth, block + 1) - depthBegin;
        nint rowBegin = GemmBlocking.PartBegin(problem->Rows, slab, slabs);
        nint rows = GemmBlocking.PartBegin(problem->Rows, slab + 1, slabs) - rowBegin;
        nint rowPanels = (rows + MostRows - 1) / MostRows;
        nint columnPanels = ColumnPanels(problem->Columns);

        T* packedA = problem->Rows == 1 && problem->ADepthStride == 1
            ? problem->A + depthBegin   // a single row is its own panel
            : PackRows(problem, rowBegin, rows, rowPanels, depthBegin, depth);

        // Few rows read B only once: then it is read where it stands, but for its ragged last panel.
        bool direct = problem->PackedB == null && problem->BColumnStride == 1 && problem->Rows <= MostRows;
        nint blockPanels = direct || problem->PackedB != null ? columnPanels : GemmBlocking.ColumnPanelsInBlock;
        for (nint begin = 0; begin < columnPanels; begin += blockPanels)
        {
            nint panels = nint.Min(blockPanels, columnPanels - begin);
            var multiply = new MultiplyJob<T, V, TActivation>(problem, packedA, rowBegin, rows, depthBegin, depth, begin, panels);
            if (problem->PackedB != null)
                multiply.ReadPanels(problem->PackedB + (depthBegin * columnPanels * PanelWidth));
            else if (direct)
                multiply.ReadInPlace(PackRaggedPanel(problem, depthBegin, depth, columnPanels));
            else
                multiply.ReadPanels(PackColumns(problem, depthBegin, depth, begin, panels));
            WorkPool.Run(in multiply, multiply.Items, multiply.ItemPicoseconds, problem->Backwards);
        }
    }

    private static T* PackRows(GemmProblem<T>* problem, nint rowBegin, nint rows, nint rowPanels, nint depthBegin, nint depth)
    {
        T* packed = Scratch.Get<T>(ScratchUse.PackedA, rows * depth);
        var job = new PackAJob<T, V>(problem, rowBegin, rows, rowPanels, depthBegin, depth, packed);
        WorkPool.Run(in job, rowPanels, job.ItemPicoseconds);
        return packed;
    }

    private static T* PackColumns(GemmProblem<T>* problem, nint depthBegin, nint depth, nint begin, nint panels)
    {
        T* packed = Scratch.Get<T>(ScratchUse.PackedB, panels * PanelWidth * depth);
        var job = new PackBJob<T, V>(problem, depthBegin, depth, begin, packed);
        WorkPool.Run(in job, panels, job.ItemPicoseconds);
        return packed;
    }

    private static T* PackRaggedPanel(GemmProblem<T>* problem, nint depthBegin, nint depth, nint columnPanels) =>
        problem->Columns % PanelWidth == 0 ? null : PackColumns(problem, depthBegin, depth, columnPanels - 1, 1);

    private static void FillWithAddends<TActivation>(GemmProblem<T>* problem)
        where TActivation : struct, IUnaryOperator
    {
        for (nint row = 0; row < problem->Rows; row++)
        {
            T* c = problem->C + (row * problem->Columns);
            for (nint column = 0; column < problem->Columns; column++)
                c[column] = default;
            GemmEpilogue<T, V, TActivation>.Apply(problem, row, 0, c, problem->Columns);
        }
    }
}
