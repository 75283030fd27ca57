using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor of a shape. TensorFlow leaves its elements undefined unless init is set; here they are zeros.</summary>
/// <remarks>Source: inplace_ops.cc.</remarks>
internal sealed class Empty : Op
{
    public override OpDefinition Definition { get; } = "Empty(shape: int32) -> output: dtype; dtype: type; init: bool = false | stateful";

    public override OpEffect Effect => OpEffect.None;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.ShapeFrom(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("init");
        DType dtype = r.Type("dtype");
        return ElementTypes.Quantized.Contains(dtype) || dtype is DType.Resource or DType.Variant ? throw r.NoKernel("dtype") : r.ForMoving(default(Maker), "dtype");
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Zeros<T>();
    }

    private sealed class Zeros<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor shape = s.Input(0);
            s.Require(shape.Shape.Rank == 1, $"shape must be a vector of int32, got shape {shape.Shape}");
            s.Require(shape.ElementCount <= Shape.MaxRank, $"too many dimensions: must be <= {Shape.MaxRank}, but received {shape.ElementCount}");
            Span<long> sizes = stackalloc long[(int)shape.ElementCount];
            shape.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            MovedElements.Of<T>(s.Output(0, sizes)).Fill(MovedElements.Zero<T>());
        }
    }
}
