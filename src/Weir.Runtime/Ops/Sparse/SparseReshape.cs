using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The indices of a sparse tensor after its dense shape is changed to one of as many elements; one size may be -1.</summary>
/// <remarks>Source: reshape_util.cc.</remarks>
internal sealed class SparseReshape : Op
{
    public override OpDefinition Definition { get; } = "SparseReshape(input_indices: int64, input_shape: int64, new_shape: int64) -> output_indices: int64, "
        + "output_shape: int64";

    public override void InferShapes(ShapeContext c)
    {
        Shape indices = c.WithRank(0, 2);
        c.WithRank(1, 1);
        Shape target = c.WithRank(2, 1);
        c.Output(0, Shape.Of(indices[0], target[0]));
        c.Output(1, target);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Reindex();

    private sealed class Reindex : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor from, Tensor to) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(indices.Shape.Rank == 2, $"Input must be a matrix. Found shape {indices.Shape}");
            s.Require(from.Shape.Rank == 1, $"Input shape should be a vector but received shape {from.Shape}");
            s.Require(to.Shape.Rank == 1, $"Target shape should be a vector but received shape {to.Shape}");
            s.Require(from.ElementCount == indices.Shape[1], $"Input tensor rank must match input shape length. Got {indices.Shape[1]} and {from.ElementCount}");
            Span<long> buffer = stackalloc long[Shape.MaxRank];
            ReadOnlySpan<long> sizes = s.Sizes(from, buffer);
            Span<long> target = s.Output(1, to.ElementCount).Elements<long>();
            to.Elements<long>().CopyTo(target);
            Complete(s, sizes, target);
            if (sizes.SequenceEqual(target))
            {
                s.Forward(0, 0);
                return;
            }

            SparseIndices places = new(indices, indices.Shape[0], sizes);
            places.RequireInBounds(s);
            Span<long> moved = s.Output(0, places.Count, target.Length).Elements<long>();
            for (int i = 0; i < places.Count; i++)
            {
                long position = places.Position(i);
                for (int d = target.Length - 1; d >= 0; d--) (position, moved[(i * target.Length) + d]) = long.DivRem(position, target[d]);
            }
        }

        /// <summary>Puts what -1 stands for in its place.</summary>
        private static void Complete(StepContext s, ReadOnlySpan<long> sizes, Span<long> target)
        {
            long elements = s.RequireSizes(sizes);
            int unknown = -1;
            for (int d = 0; d < target.Length; d++)
            {
                s.Require(target[d] >= -1, $"size {d} must be non-negative, not {target[d]}");
                if (target[d] != -1) continue;
                s.Require(unknown < 0, $"only one output dimension may be -1, not both {unknown} and {d}");
                (unknown, target[d]) = (d, 1);
            }

            long known = s.RequireSizes(target);
            if (unknown >= 0)
            {
                s.Require(known > 0, "reshape cannot infer the missing input size for an empty tensor unless all specified input sizes are non-zero");
                target[unknown] = elements / known;
                s.Require(target[unknown] * known == elements, $"Input to reshape is a SparseTensor with {elements} dense values, "
                    + $"but the requested shape requires a multiple of {known}. input_shape={SparseIndices.Text(sizes)}");
            }

            s.Require(s.RequireSizes(target) == elements, $"Input to reshape is a tensor with {elements} dense values, "
                + $"but the requested shape has {known}. input_shape={SparseIndices.Text(sizes)}");
        }
    }
}
