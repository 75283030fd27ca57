using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tensors whose first size is 1, behind each other; the shape of the whole is known when the graph is made.</summary>
/// <remarks>Has no gradient. Source: inplace_ops.cc, parallel_concat_optimizer.cc.</remarks>
internal sealed class ParallelConcat : Op
{
    public override OpDefinition Definition { get; } = "ParallelConcat(values: N * T) -> output: T; N: int >= 1; T: type; shape: shape";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.Attributes.Get<Shape>("shape");
        c.Require(shape.IsFullyDefined, "shape attr must be fully defined.");
        c.Require(shape.Rank > 0, "shape attr must have at least one dimension.");
        Shape part = Shape.Of([1, .. shape.Dimensions[1..]]);
        for (int i = 0; i < c.InputCount; i++)
        {
            c.Require(!c.Input(i).HasRank || c.Input(i).Rank == 0 || c.Input(i)[0] is 1 or -1, "Size of first dimension must be 1.");
            c.Merge(c.Input(i), part);
        }

        c.Output(0, shape);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return ElementTypes.Numbers.Contains(r.Type("T")) || r.Type("T") is DType.Bool or DType.String ? r.ForMoving(new Maker(r.Shape("shape"))) : throw r.NoKernel("T");
    }

    private readonly struct Maker(Shape shape) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Join<T>(shape);
    }

    private sealed class Join<T>(Shape shape) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(shape.IsFullyDefined && shape.Rank > 0 && shape[0] == s.InputCount, $"Incorrect shape: {s.InputCount} values for {shape}");
            Span<T> y = MovedElements.Of<T>(s.Output(0, shape.Dimensions));
            int length = y.Length / s.InputCount;
            for (int i = 0; i < s.InputCount; i++)
            {
                Shape part = s.Input(i).Shape;
                bool fits = part.Rank == shape.Rank && part[0] == 1 && part.Dimensions[1..].SequenceEqual(shape.Dimensions[1..]);
                s.Require(fits, $"value {i} must be one part of {shape}: {part}");
                MovedElements.Of<T>(s.Input(i)).CopyTo(y[(i * length)..]);
            }
        }
    }
}
