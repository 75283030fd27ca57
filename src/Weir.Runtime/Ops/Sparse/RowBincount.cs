using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Counts values, or sums their weights, by value: in one row for a vector, in a row for each row of a matrix. Values beyond the size do not count.</summary>
/// <remarks>The rows of SparseBincount are said by indices, those of RaggedBincount by splits. Source: bincount_op.cc.</remarks>
internal sealed class RowBincount(OpDefinition definition, bool ragged) : Op
{
    public static readonly Op[] All =
    [
        new RowBincount("RaggedBincount(splits: int64, values: Tidx, size: Tidx, weights: T) -> output: T; Tidx: {int32, int64}; T: {int32, int64, float, double}; "
            + "binary_output: bool = false", ragged: true),
        new RowBincount("SparseBincount(indices: int64, values: Tidx, dense_shape: int64, size: Tidx, weights: T) -> output: T; Tidx: {int32, int64}; T: {int32, "
            + "int64, float, double}; binary_output: bool = false", ragged: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        int size = ragged ? 2 : 3;
        c.WithRank(size, 0);
        long bins = c.TryConstant(size, out long[] known) ? known[0] : -1;
        c.Require(!c.TryConstant(size, out _) || bins >= 0, $"size ({bins}) must be non-negative");
        if (ragged) return;
        Shape shape = c.WithRank(2, 1);
        if (shape[0] == 1) c.Output(0, Shape.Of(bins));
        else if (shape[0] == 2) c.Output(0, Shape.Of(c.Integers(2) is [{ } rows, ..] ? rows : -1, bins));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return r.Type("T") switch
        {
            DType.Float32 => new Count<float>(ragged, r.Bool("binary_output")),
            DType.Float64 => new Count<double>(ragged, r.Bool("binary_output")),
            DType.Int32 => new Count<int>(ragged, r.Bool("binary_output")),
            DType.Int64 => new Count<long>(ragged, r.Bool("binary_output")),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Count<T>(bool ragged, bool binary) : Kernel
        where T : unmanaged, System.Numerics.INumber<T>
    {
        public override void Run(StepContext s)
        {
            int sizeInput = ragged ? 2 : 3;
            (Tensor values, Tensor sizeTensor, Tensor weights) = (s.Input(1), s.Input(sizeInput), s.Input(sizeInput + 1));
            s.Require(sizeTensor.ElementCount == 1, $"Shape must be rank 0 but is rank {sizeTensor.Shape.Rank}");
            long size = sizeTensor.Integer(0);
            s.Require(size >= 0, $"size ({size}) must be non-negative");
            s.Require(weights.ElementCount == 0 || weights.ElementCount == values.ElementCount, "Input indices and weights must have the same size.");
            Bins bins = new(values, weights, size, binary);
            if (ragged) BySplits(s, bins);
            else ByIndices(s, bins);
        }

        private static void BySplits(StepContext s, Bins bins)
        {
            ReadOnlySpan<long> splits = s.Input(0).Elements<long>();
            RowSplits.Require(s, splits, bins.Values.ElementCount);
            Tensor output = s.Output(0, splits.Length - 1, bins.Size);
            output.Clear();
            for (int row = 0; row < splits.Length - 1; row++)
            {
                for (long i = splits[row]; i < splits[row + 1]; i++) bins.Add(s, output, row, (int)i);
            }
        }

        private static void ByIndices(StepContext s, Bins bins)
        {
            (Tensor indices, Tensor shape) = (s.Input(0), s.Input(2));
            s.Require(indices.Shape.Rank == 2 && shape.Shape.Rank == 1 && indices.Shape[1] == shape.ElementCount && indices.Shape[0] == bins.Values.ElementCount,
                $"Sparse indices {indices.Shape}, values {bins.Values.Shape} and shape {shape.Shape} do not fit");
            s.Require(shape.ElementCount is 1 or 2, $"Dense shape must be of rank 1 or 2, not {shape.ElementCount}");
            bool isMatrix = shape.ElementCount == 2;
            SparseIndices places = new(indices, indices.Shape[0], shape.Elements<long>());
            Tensor output = isMatrix ? s.Output(0, places.Shape[0], bins.Size) : s.Output(0, bins.Size);
            output.Clear();
            for (int i = 0; i < places.Count; i++)
            {
                long row = isMatrix ? places[i, 0] : 0;
                s.Require(!isMatrix || (ulong)row < (ulong)places.Shape[0], $"Index out of bound. `batch` ({row}) must be less than the dimension size ({places.Shape[0]}).");
                bins.Add(s, output, row, i);
            }
        }

        private readonly struct Bins(Tensor values, Tensor weights, long size, bool binary)
        {
            public Tensor Values => values;

            public long Size => size;

            public void Add(StepContext s, Tensor output, long row, int i)
            {
                long value = values.Integer(i);
                s.Require(value >= 0, "Input must be non-negative");
                if (value >= size) return;
                ref T bin = ref output.Elements<T>()[(int)((row * size) + value)];
                bin = binary ? T.One : bin + (weights.ElementCount == 0 ? T.One : weights.Elements<T>()[i]);
            }
        }
    }
}
