using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A ragged tensor as a dense one: short rows are filled with a default, long ones cut where a shape is given.</summary>
/// <remarks>Source: ragged_tensor_to_tensor_op.cc; gradient: ragged_conversion_ops.py.</remarks>
internal sealed class RaggedTensorToTensor : Op
{
    private const int FirstPartition = 3;

    public override OpDefinition Definition { get; } = "RaggedTensorToTensor(shape: Tshape, values: T, default_value: T, row_partition_tensors: "
        + "num_row_partition_tensors * Tindex) -> result: T; T: type; Tindex: {int64, int32}; Tshape: {int64, int32}; num_row_partition_tensors: int >= 1; "
        + "row_partition_types: list(string)";

    public override void InferShapes(ShapeContext c)
    {
        RowPartition[] types = RowPartitions.Parse(c.Attributes.Get<byte[][]>("row_partition_types"), c.InputCount - FirstPartition, message => c.Error(message));
        int ragged = types.Count(type => type != RowPartition.FirstDimSize);
        for (int i = 0; i < types.Length; i++) c.WithRank(FirstPartition + i, types[i] == RowPartition.FirstDimSize ? 0 : 1);
        (Shape values, Shape fill) = (c.Input(1), c.Input(2));
        if (DefaultRefusal(fill, values) is { } refusal) throw c.Error(refusal);
        Shape asked = c.Input(0).Rank == 0 ? Shape.Unknown : c.ShapeFrom(0);
        if (Combine(ragged, asked, values, out Shape combined) is { } mismatch) throw c.Error(mismatch);
        c.Output(0, combined);
    }

    /// <remarks>The same op says for each element which value it came from: -1 for the default.</remarks>
    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        byte[][] types = g.Operation.Attributes.Get<byte[][]>("row_partition_types");
        int ragged = types.Count(type => !type.AsSpan().SequenceEqual("FIRST_DIM_SIZE"u8));
        (Output values, Output fill, Output flowing) = (g.Input(1), g.Input(2), g.Outgoing(0));
        Output one = graph.Const(Tensor.From(1)), zero = graph.Const(Tensor.From(0));
        Output valueSizes = ShapeOp.Build(values), sizes = ShapeOp.Build(flowing);
        Output rows = Reshape.Build(Slice.Build(valueSizes, zero, one), graph.Const(Tensor.From<int>([], [0])));
        Output rowSizes = Slice.Build(sizes, zero, graph.Const(Tensor.From(ragged + 1)));
        Output sources = graph.AddOperation("RaggedTensorToTensor",
            [rowSizes, RangeOp.Build(graph.Const(0), rows, graph.Const(1)), graph.Const(-1), .. g.Operation.InputEdges[FirstPartition..]],
            new Dictionary<string, object> { ["row_partition_types"] = types })[0];
        Output inner = Slice.Build(sizes, graph.Const(Tensor.From(ragged + 1)), graph.Const(Tensor.From(-1)));
        Output flat = Reshape.Build(flowing, ConcatV2.Build([graph.Const(Tensor.From(-1)), inner], 0));
        Output segments = Reshape.Build(sources, graph.Const(Tensor.From(-1)));
        g.Flow(1, UnsortedSegment.Sum(flat, segments, rows));

        // What did not come from a value came from the default, which was repeated over all dimensions it lacks.
        Output missing = UnsortedSegment.Sum(flat, graph.Const(0) - CastOp.Build(Comparisons.GreaterEqual(segments, graph.Const(0)), DType.Int32), graph.Const(1));
        g.Flow(2, BroadcastGradients.SumTo(missing, fill, missing));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindex", "Tshape");
        RowPartition[] types = RowPartitions.Parse(
            r.ByteStrings("row_partition_types"), (int)r.Int("num_row_partition_tensors"), message => new TfException(StatusCode.InvalidArgument, message));
        return r.ForMoving(new Maker(types));
    }

    /// <returns>Why a default can not fill rows of such values; null: it can.</returns>
    private static string? DefaultRefusal(Shape fill, Shape values)
    {
        if (!fill.HasRank || !values.HasRank) return null;
        if (fill.Rank >= values.Rank) return $"{Shapes()}default_value.rank = {fill.Rank}  must be less than rt_input.flat_values.rank = {values.Rank}";
        for (int i = 1; i <= fill.Rank; i++)
        {
            (long has, long want) = (fill[-i], values[-i]);
            if (has >= 0 && want >= 0 && has != 1 && has != want) return $"{Shapes()}default_value.shape[{fill.Rank - i}] = {has} but rt_input.flat_values.shape[{values.Rank - i}] = {want}";
        }

        return null;

        string Shapes() => $"default_value.shape={fill} and rt_input.flat_values.shape={values} are incompatible: ";
    }

    /// <summary>What the asked shape and that of the values say together of the result's, with -1 for what rows must tell.</summary>
    /// <returns>Why they do not fit; null: they do.</returns>
    private static string? Combine(int ragged, Shape asked, Shape values, out Shape combined)
    {
        combined = asked;
        if (!values.HasRank) return null;
        int rank = ragged + values.Rank;
        if (asked.HasRank && asked.Rank != rank) return $"rt_input.shape and shape={asked} are incompatible: rt_input.rank = {rank} but shape.rank = {asked.Rank}";
        Span<long> sizes = stackalloc long[rank];
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = asked.HasRank ? asked[i] : -1;
            if (i <= ragged) continue;
            long inner = values[i - ragged];
            if (sizes[i] >= 0 && inner >= 0 && sizes[i] != inner) return $"rt_input.shape and shape={asked} are incompatible: rt_input.shape[{i}] = {inner} but shape[{i}] = {sizes[i]}";
            if (sizes[i] < 0) sizes[i] = inner;
        }

        combined = Shape.Of(sizes);
        return null;
    }

    private readonly struct Maker(RowPartition[] types) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Fill<T>(types);
    }

    private sealed class Fill<T>(RowPartition[] types) : Kernel
    {
        /// <summary>The partition of the first ragged dimension: a first size is not one.</summary>
        private readonly int first = types[0] == RowPartition.FirstDimSize ? 1 : 0;

        public override void Run(StepContext s)
        {
            (Tensor values, Tensor fill) = (s.Input(1), s.Input(2));
            Tensor head = s.Input(FirstPartition);
            s.Require(head.ElementCount > 0, "Invalid first partition input. Tensor requires at least one element.");
            s.Require(first == 0 || head.Shape.Rank == 0, "FIRST_DIM_SIZE must be a scalar.");
            if (DefaultRefusal(fill.Shape, values.Shape) is { } refusal) throw new TfException(StatusCode.InvalidArgument, refusal);
            int ragged = types.Length - first;
            s.Require(Combine(ragged, Asked(s, s.Input(0)), values.Shape, out Shape combined) is null, $"rt_input.shape and shape={combined} are incompatible: rt_input.rank = {ragged + values.Shape.Rank}");
            long rows = first == 1 ? head.Integer(0) : head.ElementCount - 1;
            s.Require(rows >= 0, $"The first dimension must not be negative, not {rows}");
            Span<long> sizes = stackalloc long[combined.Rank];
            combined.Dimensions.CopyTo(sizes);
            if (sizes[0] < 0) sizes[0] = rows;
            for (int level = 1; level <= ragged; level++)
            {
                if (sizes[level] < 0) sizes[level] = RaggedRows.LongestRow(Partition(s, level), Type(level));
            }

            Tensor output = s.Output(0, sizes);
            Span<T> elements = MovedElements.Of<T>(output);
            if (elements.Length == 0) return;
            long width = 1;
            foreach (long size in values.Shape.Dimensions[1..]) width *= size;
            FillDefault(elements, (int)width, values.Shape, fill);
            CopyValues(s, values, elements, (int)width, rows, sizes[..(ragged + 1)]);
        }

        private Tensor Partition(StepContext s, int level) => s.Input(FirstPartition + first + level - 1);

        private RowPartition Type(int level) => types[first + level - 1];

        private static Shape Asked(StepContext s, Tensor shape)
        {
            if (shape.Shape.Rank == 0)
            {
                s.Require(shape.Integer(0) == -1, $"if shape is a scalar it must be -1, not {shape.Integer(0)}");
                return Shape.Unknown;
            }

            s.Require(shape.Shape.Rank == 1 && shape.ElementCount <= Shape.MaxRank, $"shape must be a scalar or a vector, not of shape {shape.Shape}");
            Span<long> sizes = stackalloc long[(int)shape.ElementCount];
            shape.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= -1, $"Dimension {size} must be >= -1");
            return Shape.Of(sizes);
        }

        private static void FillDefault(Span<T> output, int width, Shape values, Tensor fill)
        {
            ReadOnlySpan<T> source = MovedElements.Of<T>(fill);
            if (source.Length == 1)
            {
                output.Fill(source[0]);
                return;
            }

            Span<T> row = output[..width];
            for (int i = 0; i < width; i++)
            {
                (long rest, long at, long step) = (i, 0, 1);
                for (int d = 1; d <= fill.Shape.Rank; d++)
                {
                    (rest, long place) = long.DivRem(rest, values[-d]);
                    if (fill.Shape[-d] != 1) at += place * step;
                    step *= fill.Shape[-d];
                }

                row[i] = source[(int)at];
            }

            for (int i = width; i < output.Length; i += width) row.CopyTo(output[i..]);
        }

        private void CopyValues(StepContext s, Tensor values, Span<T> output, int width, long rows, ReadOnlySpan<long> sizes)
        {
            long multiplier = 1;
            foreach (long size in sizes[1..]) multiplier *= size;
            Tensor places = Tensor.Allocate(DType.Int64, Shape.Of(Math.Min(rows, sizes[0])), s.Limits.MaxTensorBytes);
            Span<long> top = places.Elements<long>();
            for (int i = 0; i < top.Length; i++) top[i] = i * multiplier;
            for (int level = 1; level < sizes.Length; level++)
            {
                multiplier /= sizes[level];
                Tensor next = RaggedRows.Places(s, Partition(s, level), Type(level), places.Elements<long>(), rows, multiplier, sizes[level]);
                places.Dispose();
                (places, rows) = (next, next.ElementCount);
            }

            ReadOnlySpan<T> source = MovedElements.Of<T>(values);
            ReadOnlySpan<long> at = places.Elements<long>();
            s.Require(at.Length <= values.Shape[0], $"The partitions tell of {at.Length} values, there are {values.Shape[0]}");
            long end = 0;
            for (int i = 0; i < at.Length; i++)
            {
                if (at[i] < 0) continue;

                // Of rows that are not in order TensorFlow puts a value behind the one before it.
                long to = Math.Max(at[i], end);
                s.Require(to < output.Length / width, "The rows of values are not in order and do not fit");
                source.Slice(i * width, width).CopyTo(output[(int)(to * width)..]);
                end = to + 1;
            }

            places.Dispose();
        }
    }
}
