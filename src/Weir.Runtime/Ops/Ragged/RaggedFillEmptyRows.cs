using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Gives each empty row of a ragged tensor a default value.</summary>
/// <remarks>Source: fill_empty_rows_functor.h; gradient: ragged_grad.py.</remarks>
internal sealed class RaggedFillEmptyRows : Op
{
    public override OpDefinition Definition { get; } = "RaggedFillEmptyRows(value_rowids: int64, values: T, nrows: int64, default_value: T) -> output_value_rowids: "
        + "int64, output_values: T, empty_row_indicator: bool, reverse_index_map: int64; T: type";

    public override void InferShapes(ShapeContext c)
    {
        long count = c.MergeSizes(c.WithRank(0, 1)[0], c.WithRank(1, 1)[0]);
        c.WithRank(2, 0);
        c.WithRank(3, 0);
        c.Output(0, Shape.OfRank(1));
        c.Output(1, Shape.OfRank(1));
        c.Output(2, Shape.Of(c.TryConstant(2, out long[] rows) ? Math.Max(-1, rows[0]) : -1));
        c.Output(3, Shape.Of(count));
    }

    public override void Gradient(GradientContext g)
    {
        (Output forValues, Output forDefault) = SparseFillEmptyRowsGrad.Build(g.Output(3), g.Outgoing(1), ragged: true);
        g.Flow(1, forValues);
        g.Flow(3, forDefault);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(default(Maker));

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Fill<T>();
    }

    private sealed class Fill<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor ids, Tensor values, Tensor rows) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(ids.Shape.Rank == 1, $"value_rowids must be a vector, saw: {ids.Shape}");
            s.Require(values.Shape.Rank == 1, $"values must be a vector, saw: {values.Shape}");
            s.Require(rows.Shape.Rank == 0, $"nrows must be a scalar, saw: {rows.Shape}");
            s.Require(s.Input(3).Shape.Rank == 0, $"default_value must be a scalar, saw: {s.Input(3).Shape}");
            s.Require(ids.ElementCount == values.ElementCount, $"The length of `values` ({values.ElementCount}) must match the length of `value_rowids` ({ids.ElementCount}).");
            RowFill.Run<T>(s, ids.Elements<long>(), 1, rows.Elements<long>()[0], "indices", values, s.Input(3), static (s, count, _) => s.Output(0, count));
        }
    }
}
