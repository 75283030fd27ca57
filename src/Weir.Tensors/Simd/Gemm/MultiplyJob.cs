namespace Weir.Simd;

/// <summary>Multiplies packed rows by panels of columns. An item is a group of row panels times a strip of column panels.</summary>
internal unsafe struct MultiplyJob<T, V, TActivation> : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    private const int TileBytes = 2048;   // the largest tile: 14 rows of two 64-byte vectors, or 6 of four

    private readonly GemmProblem<T>* _problem;
    private readonly T* _packedA;
    private readonly nint _rowBegin, _rows, _rowPanels, _groups;
    private readonly nint _depth;
    private readonly nint _panelBegin, _panels, _raggedPanel, _panelsInStrip, _strips;
    private readonly bool _first, _last;
    private readonly nint _depthBegin;
    private T* _b, _ragged;
    private nint _bStep, _bPanelStep;

    public MultiplyJob(
        GemmProblem<T>* problem, T* packedA, nint rowBegin, nint rows, nint depthBegin, nint depth, nint panelBegin, nint panels)
    {
        this = default;
        _problem = problem;
        _packedA = packedA;
        (_rowBegin, _rows) = (rowBegin, rows);
        (_depthBegin, _depth, _first, _last) = (depthBegin, depth, depthBegin == 0, depthBegin + depth == problem->Depth);
        (_panelBegin, _panels) = (panelBegin, panels);
        _raggedPanel = problem->Columns % GemmDriver<T, V>.PanelWidth == 0 ? -1 : GemmDriver<T, V>.ColumnPanels(problem->Columns) - 1 - panelBegin;
        _rowPanels = (rows + GemmDriver<T, V>.MostRows - 1) / GemmDriver<T, V>.MostRows;
        _groups = (_rowPanels + GemmBlocking.RowPanelsInGroup - 1) / GemmBlocking.RowPanelsInGroup;
        _panelsInStrip = PanelsInStrip(rows);
        _strips = (panels + _panelsInStrip - 1) / _panelsInStrip;
    }

    /// <summary>How many items there are.</summary>
    public readonly long Items => (long)_groups * _strips;

    /// <summary>The rough cost of an item, by the arithmetic or by the bytes of B, whichever takes longer.</summary>
    public readonly long ItemPicoseconds
    {
        get
        {
            long rows = Math.Max(1, _rows / _groups), columns = _panelsInStrip * GemmDriver<T, V>.PanelWidth;
            long arithmetic = rows * columns * _depth * GemmBlocking.PicosecondsPerVector / V.Count;
            long memory = columns * _depth * sizeof(T) * 12;
            return Math.Max(arithmetic, memory);
        }
    }

    /// <summary>B is packed: panel after panel from the job's first one.</summary>
    public void ReadPanels(T* packed)
    {
        _b = packed;
        _bStep = GemmDriver<T, V>.PanelWidth;
        _bPanelStep = _depth * _bStep;
    }

    /// <summary>B is read where it stands; its last panel, if it is ragged, from a packed copy.</summary>
    public void ReadInPlace(T* raggedPanel)
    {
        _b = _problem->B + (_depthBegin * _problem->BDepthStride);
        (_bStep, _bPanelStep) = (_problem->BDepthStride, GemmDriver<T, V>.PanelWidth);
        _ragged = raggedPanel;
    }

    public readonly void Run(long begin, long end)
    {
        (nint group, nint strip) = Math.DivRem((nint)begin, _strips);
        for (long item = begin; item < end; item++)
        {
            nint firstRowPanel = group * GemmBlocking.RowPanelsInGroup;
            nint endRowPanel = nint.Min(_rowPanels, firstRowPanel + GemmBlocking.RowPanelsInGroup);
            nint panel = strip * _panelsInStrip;
            nint count = nint.Min(_panelsInStrip, _panels - panel);
            if (count == _panelsInStrip && _raggedPanel != panel + count - 1)
                Strip(firstRowPanel, endRowPanel, panel, count);
            else
            {
                for (nint i = 0; i < count; i++)
                    Strip(firstRowPanel, endRowPanel, panel + i, 1);
            }
            if (++strip == _strips)
                (group, strip) = (group + 1, 0);
        }
    }

    // A single row keeps 8 sums in flight, a few rows 4 for each; otherwise the rows themselves are enough.
    private static nint PanelsInStrip(nint rows) => rows == 1 ? 4 : rows <= (V.Count * sizeof(T) == 64 ? 6 : 2) ? 2 : 1;

    private readonly void Strip(nint firstRowPanel, nint endRowPanel, nint panel, nint count)
    {
        nint column = (_panelBegin + panel) * GemmDriver<T, V>.PanelWidth;
        bool ragged = panel == _raggedPanel;
        bool copied = ragged && _ragged != null;
        T* b = copied ? _ragged : _b + (panel * _bPanelStep);
        nint step = copied ? GemmDriver<T, V>.PanelWidth : _bStep;
        nint columns = ragged ? _problem->Columns - column : count * GemmDriver<T, V>.PanelWidth;
        nint next = GemmBlocking.PartBegin(_rows, firstRowPanel, _rowPanels);
        for (nint rowPanel = firstRowPanel; rowPanel < endRowPanel; rowPanel++)
        {
            nint row = next;
            next = GemmBlocking.PartBegin(_rows, rowPanel + 1, _rowPanels);
            int rows = (int)(next - row);
            T* a = _packedA + (row * _depth);
            T* c = _problem->C + ((_rowBegin + row) * _problem->Columns) + column;
            if (ragged)
            {
                RaggedTile(rows, a, b, step, c, columns);
                for (int r = 0; r < rows && _last; r++)
                    GemmEpilogue<T, V, TActivation>.Apply(_problem, _rowBegin + row + r, column, c + (r * _problem->Columns), columns);
                continue;
            }

            GemmTile<T> tile = Tile(_rowBegin + row, column, c);
            if (tile.First != null && tile.FirstStride != 0)   // a matrix: its rows come while the sums are made
                Ahead.Fetch(tile.First, rows, tile.FirstStride * sizeof(T), columns * sizeof(T));
            MicroKernels.Run<T, V>(rows, (int)count, _depth, a, b, step, _bPanelStep, tile);
            for (int r = 0; r < rows && _last && typeof(TActivation) != typeof(Identity); r++)
                GemmEpilogue<T, V, TActivation>.Activate(c + (r * _problem->Columns), columns);
        }
    }

    private readonly GemmTile<T> Tile(nint row, nint column, T* c) => new()
    {
        C = c,
        Stride = _problem->Columns,
        Sum = _first ? null : c,
        SumStride = _problem->Columns,
        First = _last ? _problem->First.At(row, column) : null,
        FirstStride = _problem->First.RowStride,
        Second = _last ? _problem->Second.At(row, column) : null,
        SecondStride = _problem->Second.RowStride,
    };

    private readonly void RaggedTile(int rows, T* a, T* b, nint step, T* c, nint columns)
    {
        byte* tileBytes = stackalloc byte[TileBytes];
        T* tile = (T*)tileBytes;
        nint width = GemmDriver<T, V>.PanelWidth;
        var to = new GemmTile<T> { C = tile, Stride = width };
        if (columns > V.Count)
            MicroKernels.Run<T, V>(rows, 1, _depth, a, b, step, 0, to);
        else if (typeof(V) == typeof(Lanes512<T>))
            MicroKernels.Run<T, Lanes256<T>>(rows, 1, _depth, a, b, step, 0, to);   // half the columns are enough
        else if (typeof(V) == typeof(Lanes256<T>))
            MicroKernels.Run<T, Lanes128<T>>(rows, 1, _depth, a, b, step, 0, to);
        else
            MicroKernels.Run<T, V>(rows, 1, _depth, a, b, step, 0, to);
        for (int r = 0; r < rows; r++)
        {
            T* from = tile + (r * width);
            T* line = c + (r * _problem->Columns);
            if (_first)
            {
                for (nint i = 0; i < columns; i++)
                    line[i] = from[i];
            }
            else
            {
                for (nint i = 0; i < columns; i++)
                    V.StoreScalar(V.LoadScalar(from + i) + V.LoadScalar(line + i), line + i);
            }
        }
    }
}
