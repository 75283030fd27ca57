using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Zeros of a shape, with values in a strided slice: the gradient of StridedSlice.</summary>
/// <remarks>Source: strided_slice_op.cc; gradient: array_grad.py.</remarks>
internal sealed class StridedSliceGrad : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16, DType.Resource, DType.Variant);

    public override OpDefinition Definition { get; } = "StridedSliceGrad(shape: Index, begin: Index, end: Index, strides: Index, dy: T) -> output: T; "
        + $"T: type; Index: {{int32, int64}}; {SliceMasks.Attributes}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.ShapeFrom(0));

    public override void Gradient(GradientContext g) =>
        g.Flow(4, StridedSlice.Build(g.Outgoing(0), Enumerable.Range(1, 3).Select(g.Input), SliceMasks.Of(g.Operation.Attributes)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Index");
        SliceMasks masks = SliceMasks.Of(r);
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(masks));
    }

    public static Output Build(Output sizes, IEnumerable<Output> spec, Output dy, SliceMasks masks) =>
        dy.Operation.Graph.AddOperation("StridedSliceGrad", [sizes, .. spec, dy], masks.ToAttributes())[0];

    private readonly struct Maker(SliceMasks masks) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Put<T>(masks);
    }

    private sealed class Put<T>(SliceMasks masks) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor shape, Tensor dy) = (s.Input(0), s.Input(4));
            s.Require(shape.Shape.Rank == 1 && shape.ElementCount <= Shape.MaxRank, $"shape must be 1-D, got shape.shape = {shape.Shape}");
            Span<long> sizes = stackalloc long[(int)shape.ElementCount];
            shape.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            StridedBlock block = new(sizes, stackalloc long[StridedBlock.MemoryFor(sizes.Length)]);
            StridedSlices.Read(s, masks, ref block);
            if (!block.Result.SequenceEqual(dy.Shape.Dimensions))
            {
                throw new TfException(StatusCode.InvalidArgument, $"shape of dy was {dy.Shape} instead of {Shape.Of(block.Result)}");
            }

            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            output.Fill(MovedElements.Zero<T>());
            if (dy.ElementCount > 0) block.CopyIn(MovedElements.Of<T>(dy), output);
        }
    }
}
