using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Gives each row without values one of a default, at column 0, and says where each value went.</summary>
/// <remarks>Values come out by row, within a row as they were. Source: fill_empty_rows_functor.h; gradient: sparse_grad.py.</remarks>
internal sealed class SparseFillEmptyRows : Op
{
    public override OpDefinition Definition { get; } = "SparseFillEmptyRows(indices: int64, values: T, dense_shape: int64, default_value: T) -> output_indices: "
        + "int64, output_values: T, empty_row_indicator: bool, reverse_index_map: int64; T: type";

    public override void InferShapes(ShapeContext c)
    {
        (long count, long rank) = c.Sparse(0);
        c.WithRank(3, 0);
        long?[]? sizes = c.Integers(2);
        c.Output(0, Shape.Of(-1, rank));
        c.Output(1, Shape.OfRank(1));
        c.Output(2, Shape.Of(sizes is [{ } rows, ..] ? rows : -1));
        c.Output(3, Shape.Of(count));
    }

    public override void Gradient(GradientContext g)
    {
        (Output forValues, Output forDefault) = SparseFillEmptyRowsGrad.Build(g.Output(3), g.Outgoing(1));
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
            (Tensor indices, Tensor values, Tensor shape) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(shape.Shape.Rank == 1, $"dense_shape must be a vector, saw: {shape.Shape}");
            s.Require(indices.Shape.Rank == 2, $"indices must be a matrix, saw: {indices.Shape}");
            s.Require(values.Shape.Rank == 1, $"values must be a vector, saw: {values.Shape}");
            s.Require(s.Input(3).Shape.Rank == 0, $"default_value must be a scalar, saw: {s.Input(3).Shape}");
            s.Require(values.ElementCount == indices.Shape[0], $"The length of `values` ({values.ElementCount}) must match the first dimension of `indices` ({indices.Shape[0]}).");
            s.Require(shape.ElementCount == indices.Shape[1], $"The length of `dense_shape` ({shape.ElementCount}) must match the second dimension of `indices` ({indices.Shape[1]}).");
            s.Require(shape.ElementCount > 0, "Dense shape cannot be empty.");
            RowFill.Run<T>(s, indices.Elements<long>(), (int)indices.Shape[1], shape.Elements<long>()[0], "indices",
                s.Input(1), s.Input(3), static (s, count, rank) => s.Output(0, count, rank));
        }
    }
}
