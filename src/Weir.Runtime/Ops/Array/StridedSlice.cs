using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A slice as Python writes it: begin, end and step for each dimension, ellipsis, new axes, picked elements.</summary>
/// <remarks>Source: strided_slice_op.cc; gradient: array_grad.py.</remarks>
internal sealed class StridedSlice : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16);

    public override OpDefinition Definition { get; } =
        $"StridedSlice(input: T, begin: Index, end: Index, strides: Index) -> output: T; T: type; Index: {{int16, int32, int64}}; {SliceMasks.Attributes}";

    public override void InferShapes(ShapeContext c) => c.Output(0, StridedSlices.Infer(c, c.Input(0)));

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        bool known = c.TryConstant(1, out long[] begin) & c.TryConstant(2, out long[] end) & c.TryConstant(3, out long[] strides);
        if (!known || c.Integers(0) is not { } values || c.Input(0).Rank != 1) return null;
        StridedBlock block = new(c.Input(0).Dimensions, new long[StridedBlock.MemoryFor(1)]);
        block.Read(SliceMasks.Of(c.Attributes), begin, end, strides);
        if (block.Counts[0] is < 0 or > ShapeContext.MaxConstant || c.Input(0)[0] != values.Length) return null;
        long?[] slice = new long?[block.Counts[0]];
        block.CopyOut(values, slice);
        return slice;
    }

    public override void Gradient(GradientContext g)
    {
        DType index = g.Input(1).DType == DType.Int64 ? DType.Int64 : DType.Int32;
        Output[] spec = [.. Enumerable.Range(1, 3).Select(i => CastOp.Build(g.Input(i), index))];
        Output sizes = CastOp.Build(ShapeOp.Build(g.Input(0)), index);
        g.Flow(0, StridedSliceGrad.Build(sizes, spec, g.Outgoing(0), SliceMasks.Of(g.Operation.Attributes)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Index");
        SliceMasks masks = SliceMasks.Of(r);
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(masks));
    }

    public static Output Build(Output x, IEnumerable<Output> spec, SliceMasks masks) =>
        x.Operation.Graph.AddOperation("StridedSlice", [x, .. spec], masks.ToAttributes())[0];

    private readonly struct Maker(SliceMasks masks) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Take<T>(masks);
    }

    private sealed class Take<T>(SliceMasks masks) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            StridedBlock block = new(x.Shape.Dimensions, stackalloc long[StridedBlock.MemoryFor(x.Shape.Rank)]);
            StridedSlices.Read(s, masks, ref block);
            if (TakesAll(block, x.Shape.Dimensions))
            {
                s.Forward(0, 0, block.Result);
                return;
            }

            Tensor y = s.Output(0, block.Result);
            if (y.ElementCount > 0) block.CopyOut(MovedElements.Of<T>(x), MovedElements.Of<T>(y));
        }

        private static bool TakesAll(in StridedBlock block, ReadOnlySpan<long> sizes)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (block.Counts[i] != sizes[i] || (block.Steps[i] != 1 && sizes[i] > 1)) return false;
            }

            return true;
        }
    }
}
