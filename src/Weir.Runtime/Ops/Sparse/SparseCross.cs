using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The crosses of columns, row by row: every way to take a value of each, as text or as a hash.</summary>
/// <remarks>Source: sparse_cross_op.cc.</remarks>
internal sealed class SparseCross(OpDefinition definition, SparseCross.Version version) : Op
{
    /// <summary>The three ops, which differ in what they make of the values.</summary>
    internal enum Version
    {
        First,
        Text,
        Hashed,
    }

    public static readonly Op[] All =
    [
        new SparseCross("SparseCross(indices: N * int64, values: sparse_types, shapes: N * int64, dense_inputs: dense_types) -> output_indices: int64, output_values: "
            + "out_type, output_shape: int64; N: int >= 0; hashed_output: bool; num_buckets: int >= 0; hash_key: int; sparse_types: list({int64, string}); "
            + "dense_types: list({int64, string}); out_type: {int64, string}; internal_type: {int64, string}", Version.First),
        new SparseCross("SparseCrossHashed(indices: N * int64, values: sparse_types, shapes: N * int64, dense_inputs: dense_types, num_buckets: int64, strong_hash: "
            + "bool, salt: int64) -> output_indices: int64, output_values: int64, output_shape: int64; N: int >= 0; sparse_types: list({int64, string}); "
            + "dense_types: list({int64, string})", Version.Hashed),
        new SparseCross("SparseCrossV2(indices: N * int64, values: sparse_types, shapes: N * int64, dense_inputs: dense_types, sep: string) -> output_indices: int64, "
            + "output_values: string, output_shape: int64; N: int >= 0; sparse_types: list({int64, string}); dense_types: list({int64, string})", Version.Text),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.SparseOutput(0, -1, 2);

    public override Kernel CreateKernel(KernelRequest r)
    {
        (int sparse, int values, int dense) = ((int)r.Int("N"), r.Types("sparse_types").Length, r.Types("dense_types").Length);
        if (version == Version.Text) return new Cross(sparse, values, dense, TextOf);
        if (version == Version.Hashed) return new Cross(sparse, values, dense, HashOf);
        r.Ignore("hashed_output");
        DType expected = r.Type("internal_type");
        // Strings become their fingerprints among integers; integers do not become text.
        bool fits = expected == DType.Int64 || r.Types("sparse_types").Concat(r.Types("dense_types")).All(type => type == expected);
        Crossing crossing = r.Type("out_type") == DType.String ? Crossing.Text("_X_"u8.ToArray()) : Crossing.Hash((ulong)r.Int("hash_key"), r.Int("num_buckets"));
        r.Ignore("hash_key", "num_buckets");
        return new Cross(sparse, values, dense, (s, _) =>
        {
            s.Require(fits, "Input values should be of internal type");
            return crossing;
        });
    }

    private static Crossing TextOf(StepContext s, int first)
    {
        Tensor separator = s.Input(first);
        s.Require(separator.Shape.Rank == 0, $"Input separator should be a scalar. Received: {separator.Shape}");
        return Crossing.Text(separator.Strings[0]);
    }

    private static Crossing HashOf(StepContext s, int first)
    {
        (Tensor buckets, Tensor strong, Tensor salt) = (s.Input(first), s.Input(first + 1), s.Input(first + 2));
        s.Require(buckets.ElementCount == 1, $"Input \"num_buckets\" should be a scalar, not of shape {buckets.Shape}");
        s.Require(strong.ElementCount == 1, $"Input \"strong_hash\" should be a scalar, not of shape {strong.Shape}");
        s.Require(salt.ElementCount == 2, $"Input \"salt\" must have length 2 but has length {salt.ElementCount}");
        ReadOnlySpan<long> keys = salt.Elements<long>();
        return Crossing.Salted(buckets.Elements<long>()[0], strong.Elements<bool>()[0], (ulong)keys[0], (ulong)keys[1]);
    }

    /// <param name="sparse">How many sparse columns' indices and shapes there are.</param>
    /// <param name="values">How many sparse columns' values there are; must be as many.</param>
    /// <param name="dense">How many dense columns there are.</param>
    /// <param name="crossingOf">What to make of the values, given where the inputs behind the columns begin.</param>
    private sealed class Cross(int sparse, int values, int dense, Func<StepContext, int, Crossing> crossingOf) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(values == sparse, $"Expected {sparse} input values, got {values}");
            Crossing crossing = crossingOf(s, (3 * sparse) + dense);
            int rows = Rows(s);
            List<CrossColumn> columns = [];
            for (int i = 0; i < sparse; i++) columns.Add(Sparse(s, i, rows));
            for (int i = 0; i < dense; i++)
            {
                Tensor matrix = s.Input((3 * sparse) + i);
                s.Require(matrix.Shape.Rank == 2, $"Dense inputs should be a matrix but received shape {matrix.Shape} at position {i}");
                s.Require(matrix.Shape[0] == rows, $"Expected batch size {rows} got {matrix.Shape[0]} at dense tensor {i}");
                columns.Add(CrossColumn.OfDense(matrix));
            }

            long total = 0, most = 0;
            for (int row = 0; row < rows; row++)
            {
                long count = Crossing.Count(columns, row);
                (total, most) = (total + count, Math.Max(most, count));
            }

            Span<long> places = s.Output(0, total, 2).Elements<long>(), shape = s.Output(2, 2).Elements<long>();
            Tensor output = s.Output(1, total);
            (shape[0], shape[1]) = (rows, most);
            for (int row = 0, at = 0; row < rows; row++)
            {
                long count = Crossing.Count(columns, row);
                crossing.WriteRow(columns, row, count, output, at);
                for (int i = 0; i < count; i++, at++) (places[2 * at], places[(2 * at) + 1]) = (row, i);
            }
        }

        private int Rows(StepContext s)
        {
            if (sparse + dense == 0) return 0;
            Tensor first = s.Input(sparse > 0 ? 2 * sparse : 0);
            long rows = sparse > 0 && first.ElementCount > 0 ? first.Elements<long>()[0] : sparse > 0 || first.Shape.Rank == 0 ? 0 : first.Shape[0];
            s.Require(rows is >= 0 and < int.MaxValue, $"The batch size must not be negative or above {int.MaxValue}, is {rows}");
            return (int)rows;
        }

        private CrossColumn Sparse(StepContext s, int i, int rows)
        {
            (Tensor indices, Tensor elements, Tensor shape) = (s.Input(i), s.Input(sparse + i), s.Input((2 * sparse) + i));
            s.Require(indices.Shape.Rank == 2 && indices.Shape[1] == 2, $"Expected indices to be a matrix of two columns, got {indices.Shape} at position {i}");
            s.Require(elements.Shape.Rank == 1, $"Input values should be a vector but received shape {elements.Shape} at position {i}");
            s.Require(elements.ElementCount == indices.Shape[0], $"Expected size of values to be {indices.Shape[0]} got {elements.ElementCount} at position {i}");
            s.Require(shape.Shape.Rank == 1 && shape.ElementCount == 2, $"shape should imply a 2D tensor, but got {shape.Shape} at position {i}");
            SparseIndices places = new(indices, elements.ElementCount, shape.Elements<long>());
            s.Require(places.Shape[0] == rows, $"Expected batch size {rows} got {places.Shape[0]} at position {i}");
            return CrossColumn.OfSparse(places, elements, rows);
        }
    }
}
