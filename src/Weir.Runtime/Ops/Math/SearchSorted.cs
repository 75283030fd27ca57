using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Where values would be put into the sorted row of the same number, before or behind equal ones. Two rows of the table.</summary>
/// <remarks>Source: searchsorted_op.cc.</remarks>
internal sealed class SearchSorted(OpDefinition definition, bool before) : Op
{
    public static readonly Op[] All =
    [
        new SearchSorted("LowerBound(sorted_inputs: T, values: T) -> output: out_type; T: type; out_type: {int32, int64} = int32", before: true),
        new SearchSorted("UpperBound(sorted_inputs: T, values: T) -> output: out_type; T: type; out_type: {int32, int64} = int32", before: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 2);
        c.Output(0, c.WithRank(1, 2));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("out_type");
        return r.ForOrdered(new Maker(before));
    }

    private readonly struct Maker(bool before) : IOrderedKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IComparisonOperators<T, T, bool> => new Search<T>(before);
    }

    private sealed class Search<T>(bool before) : Kernel
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        public override void Run(StepContext s)
        {
            (Tensor sorted, Tensor values) = (s.Input(0), s.Input(1));
            s.Require(sorted.Shape.Rank == 2, $"Shape must be rank 2 but is rank {sorted.Shape.Rank} for `sorted_inputs` argument");
            s.Require(values.Shape.Rank == 2, $"Shape must be rank 2 but is rank {values.Shape.Rank} for `values` argument");
            s.Require(sorted.Shape[0] == values.Shape[0], "Leading dim_size of both tensors must match.");
            (int length, int width) = ((int)sorted.Shape[1], (int)values.Shape[1]);
            Tensor output = s.OutputLike(0, values);
            bool wide = output.DType == DType.Int64;
            for (int i = 0; i < output.ElementCount; i++)
            {
                ReadOnlySpan<T> row = sorted.Elements<T>().Slice(i / width * length, length);
                T value = values.Elements<T>()[i];
                int place = before ? SortedSearch.LowerBound(row, value) : SortedSearch.UpperBound(row, value);
                if (wide) output.Elements<long>()[i] = place;
                else output.Elements<int>()[i] = place;
            }
        }
    }
}
