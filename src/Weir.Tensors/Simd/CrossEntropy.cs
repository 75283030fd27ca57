namespace Weir.Simd;

/// <summary>A matrix of which one row may stand for all, and one column for all.</summary>
internal readonly ref struct BroadcastRows<T>(ReadOnlySpan<T> elements, bool hasRows, bool hasColumns)
    where T : unmanaged
{
    public ReadOnlySpan<T> Elements { get; } = elements;

    /// <summary>Elements from one row to the next; 0 or 1 from one column to the next.</summary>
    public (int Row, int Column) Steps(int columns) => (hasRows ? hasColumns ? columns : 1 : 0, hasColumns ? 1 : 0);
}

/// <summary>Cross entropies of softmax(logits) and labels, row by row, with their gradients to the logits.</summary>
/// <remarks>Types: float, double, <see cref="Half"/> and <see cref="BFloat16"/> (computed in float).</remarks>
internal static unsafe class CrossEntropy
{
    /// <summary>loss = sum(labels * -log(softmax)), gradient = softmax - labels.</summary>
    public static void Run<T>(BroadcastRows<T> logits, BroadcastRows<T> labels, int rows, int columns, Span<T> losses, Span<T> gradients)
        where T : unmanaged
    {
        fixed (T* x = logits.Elements, l = labels.Elements, loss = losses, gradient = gradients)
            Start(new Operands<T>(x, logits.Steps(columns), l, labels.Steps(columns), null, loss, gradient, columns), rows);
    }

    /// <summary>The same where each row's labels are 1 for one class and 0 for the others.</summary>
    public static void Run<T>(ReadOnlySpan<T> logits, ReadOnlySpan<int> classes, int columns, Span<T> losses, Span<T> gradients)
        where T : unmanaged
    {
        fixed (T* x = logits, loss = losses, gradient = gradients)
        fixed (int* c = classes)
            Start(new Operands<T>(x, (columns, 1), null, default, c, loss, gradient, columns), classes.Length);
    }

    private static void Start<T>(in Operands<T> operands, int rows)
        where T : unmanaged
    {
        long cost = (operands.Columns * 600L) + 10_000;
        if (typeof(T) == typeof(double))
            WorkPool.Run(new Job<T, double, Lanes128<double>>(operands), rows, cost);
        else if (Lanes512<float>.IsAccelerated)
            WorkPool.Run(new Job<T, float, Lanes512<float>>(operands), rows, cost);
        else if (Lanes256<float>.IsAccelerated)
            WorkPool.Run(new Job<T, float, Lanes256<float>>(operands), rows, cost);
        else
            WorkPool.Run(new Job<T, float, Lanes128<float>>(operands), rows, cost);
    }

    private readonly struct Operands<T>(
        T* logits, (int Row, int Column) logitSteps, T* labels, (int Row, int Column) labelSteps, int* classes, T* losses, T* gradients, int columns)
        where T : unmanaged
    {
        public readonly T* Logits = logits, Labels = labels, Losses = losses, Gradients = gradients;
        public readonly (int Row, int Column) LogitSteps = logitSteps, LabelSteps = labelSteps;
        public readonly int* Classes = classes;
        public readonly int Columns = columns;
    }

    private readonly struct Job<T, TWide, V>(Operands<T> o) : IParallelJob
        where T : unmanaged
        where TWide : unmanaged
        where V : struct, ILanes<V, TWide>
    {
        public void Run(long begin, long end)
        {
            nint n = o.Columns;
            TWide* logits = Scratch.Get<TWide>(ScratchUse.Region, (2 * n) + 1), labels = logits + n, loss = labels + n;
            for (nint row = (nint)begin; row < end; row++)
            {
                Read(o.Logits, o.LogitSteps, row, logits);
                if (o.Classes == null)
                    Read(o.Labels, o.LabelSteps, row, labels);
                else
                {
                    new Span<TWide>(labels, (int)n).Clear();
                    V.StoreScalar(V.One, labels + o.Classes[row]);
                }
                *loss = default;
                if (n > 0 && o.Classes == null)
                    Row<Weighted>(logits, labels, n, loss);
                else if (n > 0)
                    Row<Chosen>(logits, labels, n, loss);
                Write(loss, o.Losses + row, 1);
                Write(logits, o.Gradients + (row * n), n);
            }
        }

        private void Read(T* source, (int Row, int Column) steps, nint row, TWide* wide)
        {
            nint n = steps.Column == 0 ? 1 : o.Columns;
            source += row * steps.Row;
            if (o.Columns == 0)
                return;
            if (typeof(T) == typeof(TWide))
                new ReadOnlySpan<TWide>((TWide*)source, (int)n).CopyTo(new Span<TWide>(wide, (int)n));
            else
                NarrowFloats.Widen(source, (float*)wide, n);
            if (n < o.Columns)
                new Span<TWide>(wide, o.Columns).Fill(*wide);
        }

        private static void Write(TWide* wide, T* result, nint n)
        {
            if (typeof(T) == typeof(TWide))
                new ReadOnlySpan<TWide>(wide, (int)n).CopyTo(new Span<TWide>((TWide*)result, (int)n));
            else
                NarrowFloats.Round((float*)wide, result, n);
        }

        // Gradients are written over the logits.
        private static void Row<TTerm>(TWide* x, TWide* labels, nint n, TWide* loss)
            where TTerm : struct
        {
            V top = V.LoadScalar(x);
            for (nint i = 1; i < n; i++)
                top = V.Maximum(V.LoadScalar(x + i), top);
            TWide greatest;
            V.StoreScalar(top, &greatest);
            V shift = V.Create(greatest), sums = V.Zero;
            nint whole = n / V.Count * V.Count;
            for (nint i = 0; i < whole; i += V.Count)
                sums += Exp.Invoke<V, TWide>(V.Load(x + i) - shift);
            TWide total = V.Across<Add>(sums);
            V sum = V.LoadScalar(&total);
            for (nint i = whole; i < n; i++)
                sum += Exp.Invoke<V, TWide>(V.LoadScalar(x + i) - shift);
            V.StoreScalar(sum, &total);
            V divisor = V.Create(total), logarithm = Log.Invoke<V, TWide>(divisor), losses = V.Zero;
            for (nint i = 0; i < whole; i += V.Count)
            {
                V z = V.Load(x + i) - shift, label = V.Load(labels + i);
                losses += Term<TTerm>(label, logarithm - z);
                V.Store((Exp.Invoke<V, TWide>(z) / divisor) - label, x + i);
            }
            TWide lost = V.Across<Add>(losses);
            V scalar = V.LoadScalar(&lost);
            for (nint i = whole; i < n; i++)
            {
                V z = V.LoadScalar(x + i) - shift, label = V.LoadScalar(labels + i);
                scalar += Term<TTerm>(label, logarithm - z);
                V.StoreScalar((Exp.Invoke<V, TWide>(z) / divisor) - label, x + i);
            }
            V.StoreScalar(scalar, loss);
        }

        // A class that is not the chosen one costs nothing, however unlikely it is; as a distribution's weight of 0 it is multiplied, as in TensorFlow.
        private static V Term<TTerm>(V label, V cost) =>
            typeof(TTerm) == typeof(Chosen) ? V.Select(V.Equal(label, V.Zero), V.Zero, cost) : label * cost;
    }

    private readonly struct Weighted;

    private readonly struct Chosen;
}
