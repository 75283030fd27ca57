using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A tensor with a strided slice of it replaced by a value, which broadcasts.</summary>
/// <remarks>Source: strided_slice_op.cc; gradient: array_grad.py.</remarks>
internal sealed class TensorStridedSliceUpdate : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt16, DType.QUInt16);

    public override OpDefinition Definition { get; } = "TensorStridedSliceUpdate(input: T, begin: Index, end: Index, strides: Index, value: T) -> output: T; "
        + $"T: type; Index: {{int32, int64}}; {SliceMasks.Attributes}";

    public override void InferShapes(ShapeContext c)
    {
        StridedSlices.Infer(c, c.Input(0));
        c.Output(0, c.Input(0));
    }

    public override void Gradient(GradientContext g)
    {
        SliceMasks masks = SliceMasks.Of(g.Operation.Attributes);
        Output[] spec = [g.Input(1), g.Input(2), g.Input(3)];
        Output value = g.Input(4);
        g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), .. spec, g.Graph.ZerosLike(value)], masks.ToAttributes())[0]);
        Output slice = StridedSlice.Build(g.Outgoing(0), spec, masks);
        g.Flow(4, BroadcastGradients.SumTo(slice, value, slice));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Index");
        SliceMasks masks = SliceMasks.Of(r);
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(masks));
    }

    private readonly struct Maker(SliceMasks masks) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Replace<T>(masks);
    }

    private sealed class Replace<T>(SliceMasks masks) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor value) = (s.Input(0), s.Input(4));
            Span<long> sizes = stackalloc long[x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            StridedBlock block = new(sizes, stackalloc long[StridedBlock.MemoryFor(sizes.Length)]);
            StridedSlices.Read(s, masks, ref block);
            if (!Fits(value.Shape.Dimensions, block.Result))
            {
                throw new TfException(StatusCode.InvalidArgument, $"Cannot broadcast input shape {value.Shape} into final shape {Shape.Of(block.Result)}");
            }

            bool fits = BroadcastPlan.TryCreate(value.Shape.Dimensions, block.Result, out BroadcastPlan plan) && plan.Rank <= BroadcastPlan.MaxRank;
            s.Require(fits, "Broadcast of too many dimensions is not supported.");
            ReadOnlySpan<T> values = MovedElements.Of<T>(value);
            Span<T> output = Amended.Output<T>(s);
            if (plan.Length > 0) Put(block, plan, values, output);
        }

        private static bool Fits(ReadOnlySpan<long> value, ReadOnlySpan<long> result)
        {
            if (value.Length > result.Length) return false;
            for (int i = 1; i <= value.Length; i++)
            {
                if (value[^i] != 1 && value[^i] != result[^i]) return false;
            }

            return true;
        }

        private static void Put(in StridedBlock block, in BroadcastPlan plan, ReadOnlySpan<T> values, Span<T> output)
        {
            if (values.Length == plan.Length)
            {
                block.CopyIn(values, output);
                return;
            }

            int inner = (int)plan.InnerLength;
            int step = plan.InnerSteps.X;
            for (long at = 0, row = 0; at < plan.Length; row++)
            {
                int from = (int)plan.Offsets(row).X;
                for (int i = 0; i < inner; i++, at++) output[(int)block.Position(at)] = values[from + (i * step)];
            }
        }
    }
}
