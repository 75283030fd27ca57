using System.Text;
using Weir.Bundles;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A matrix of a checkpoint with its rows and columns in another order, and given values where there are none.</summary>
/// <remarks>
/// A column that the stored matrix does not have is zero; TensorFlow leaves there what was in memory. Source: load_and_remap_matrix_op.cc.
/// </remarks>
internal sealed class LoadAndRemapMatrix : Op
{
    public override OpDefinition Definition { get; } = "LoadAndRemapMatrix(ckpt_path: string, old_tensor_name: string, row_remapping: int64, col_remapping: int64, "
        + "initializing_values: float) -> output_matrix: float; num_rows: int >= 0; num_cols: int >= 1; max_rows_in_memory: int = -1 | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(2, 1);
        c.WithRank(3, 1);
        c.WithRank(4, 1);
        c.Output(0, Shape.Of(c.Attributes.Get<long>("num_rows"), c.Attributes.Get<long>("num_cols")));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Load(r.Int("num_rows"), r.Int("num_cols"), r.Int("max_rows_in_memory"));

    private sealed class Load(long rows, long columns, long rowsInMemory) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).ElementCount == 1, $"The `ckpt_path` tensor must have exactly one element, got tensor of shape {s.Input(0).Shape}.");
            s.Require(s.Input(1).ElementCount == 1, $"The `old_tensor_name` tensor must have exactly one element, got tensor of shape {s.Input(1).Shape}.");
            ReadOnlySpan<long> rowMap = s.Input(2).Elements<long>();
            s.Require(rowMap.Length == rows, $"Size of row_remapping is {rowMap.Length} instead of being equal to num_rows={rows}");
            Dictionary<long, int> newRows = Inverted(rowMap);
            ReadOnlySpan<long> columnMap = s.Input(3).Elements<long>();
            bool remapsColumns = columnMap.Length > 0;
            s.Require(!remapsColumns || columnMap.Length == columns, $"Provided col_remapping, but its size is {columnMap.Length} instead of being equal to num_cols={columns}");
            Dictionary<long, int> newColumns = Inverted(columnMap);

            using BundleReader reader = new(s.Files, Encoding.UTF8.GetString(s.Input(0).GetBytes(0)), s.Limits);
            byte[] key = s.Input(1).GetBytes(0).ToArray();
            string name = KeyText.Show(key);
            (DType dtype, Shape shape) = reader.Describe(key);
            s.Require(dtype == DType.Float32, $"Tensor {name} has invalid type {dtype.TfName()} instead of expected type float");
            s.Require(shape.Rank == 2, $"Tensor {name} has shape {shape} of invalid rank {shape.Rank} instead of expected shape of rank 2.");
            s.Require(remapsColumns || shape[1] == columns, $"Tensor {name} has shape {shape}, where the size of its 2nd dimension is {shape[1]} instead of being equal to num_cols={columns}");

            Span<float> output = s.Output(0, rows, columns).Elements<float>();
            output.Clear();
            if (newRows.Count > 0) Copy(s, reader, key, shape, newRows, remapsColumns ? newColumns : null, output);
            FillMissing(s, rowMap, columnMap, output);
        }

        private void Copy(StepContext s, BundleReader reader, byte[] key, Shape shape, Dictionary<long, int> newRows, Dictionary<long, int>? newColumns, Span<float> output)
        {
            long last = newRows.Keys.Max();
            for (long start = newRows.Keys.Min(); start <= last;)
            {
                s.ThrowIfCancelled();
                long length = rowsInMemory <= 0 ? last - start + 1 : Math.Min(rowsInMemory, last - start + 1);
                using Tensor part = reader.Read(key, $"{shape[0]} {shape[1]} {start},{length}:-");
                ReadOnlySpan<float> values = part.Elements<float>();
                int width = (int)shape[1];
                for (long row = start; row < start + length; row++)
                {
                    if (!newRows.TryGetValue(row, out int newRow)) continue;
                    ReadOnlySpan<float> source = values.Slice((int)(row - start) * width, width);
                    Span<float> target = output.Slice(newRow * (int)columns, (int)columns);
                    if (newColumns is null) source.CopyTo(target);
                    else foreach ((long column, int newColumn) in newColumns) target[newColumn] = column < width ? source[(int)column] : 0;
                }

                start += length;
            }
        }

        private void FillMissing(StepContext s, ReadOnlySpan<long> rowMap, ReadOnlySpan<long> columnMap, Span<float> output)
        {
            ReadOnlySpan<float> given = s.Input(4).Elements<float>();
            int used = 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    if (rowMap[i] >= 0 && (columnMap.Length == 0 || columnMap[j] >= 0)) continue;
                    s.Require(used < given.Length, $"initializing_values contained {given.Length} elements, but more missing values remain.");
                    output[(i * (int)columns) + j] = given[used++];
                }
            }

            s.Require(used == given.Length, $"initializing_values contained {given.Length} elements, but only {used} elements were used to fill in missing values.");
        }

        /// <summary>From old places to new ones.</summary>
        private static Dictionary<long, int> Inverted(ReadOnlySpan<long> remapping)
        {
            Dictionary<long, int> inverted = new(remapping.Length);
            for (int i = 0; i < remapping.Length; i++)
            {
                if (remapping[i] >= 0 && !inverted.TryAdd(remapping[i], i))
                {
                    throw new TfException(StatusCode.Unimplemented,
                        $"Old ID {remapping[i]} is mapped to both new ID {inverted[remapping[i]]} and {i}, which is not supported.");
                }
            }

            return inverted;
        }
    }
}
