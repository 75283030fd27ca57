using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Assigning to a strided slice of a variable: a row for references and one for resources.</summary>
/// <remarks>The value is spread over the slice where its shape allows. Source: strided_slice_op.cc.</remarks>
internal static class StridedSliceAssigns
{
    public static readonly Op[] All =
    [
        new SliceAssign("ResourceStridedSliceAssign(ref: resource, begin: Index, end: Index, strides: Index, value: T); T: type; Index: {int32, int64}; "
            + SliceMasks.Attributes + " | stateful"),
        new SliceAssign("StridedSliceAssign(ref: Ref(T), begin: Index, end: Index, strides: Index, value: T) -> output_ref: Ref(T); T: type; Index: {int32, int64}; "
            + SliceMasks.Attributes),
    ];

    private sealed class SliceAssign(OpDefinition definition) : Op
    {
        private readonly bool isReference = VariableInput.IsReference(definition);

        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.Writes;

        public override void InferShapes(ShapeContext c)
        {
            Shape variable = VariableInput.ShapeOf(c);
            StridedSlices.Infer(c, variable);
            if (isReference) c.Output(0, variable);
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Index");
            return r.ForMoving(new Maker(r.Type("T"), isReference, SliceMasks.Of(r)));
        }
    }

    private readonly struct Maker(DType dtype, bool isReference, SliceMasks masks) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Assigning<T>(dtype, isReference, masks);
    }

    private sealed class Assigning<T>(DType dtype, bool isReference, SliceMasks masks) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor value = s.Input(4);
            using (VariableUpdate update = VariableInput.Update(s, isReference, dtype))
            {
                Shape shape = update.Current!.Shape;
                StridedBlock block = new(shape.Dimensions, stackalloc long[StridedBlock.MemoryFor(shape.Rank)]);
                StridedSlices.Read(s, masks, ref block);
                Spread(s, value, ref block, update.Writable(s.Limits));
            }

            VariableInput.HandOn(s, isReference);
        }

        private static void Spread(StepContext s, Tensor value, scoped ref StridedBlock block, Tensor variable)
        {
            ReadOnlySpan<long> target = block.Result;
            ReadOnlySpan<long> given = value.Shape.Dimensions;
            if (!Broadcasts(given, target)) throw new TfException(StatusCode.InvalidArgument, $"Cannot broadcast input shape {value.Shape} into final shape {Shape.Of(target)}");
            ReadOnlySpan<T> source = MovedElements.Of<T>(value);
            Span<T> elements = MovedElements.Of<T>(variable);
            long count = 1;
            foreach (long size in target) count *= size;
            if (count == 0) return;
            if (count == source.Length)
            {
                block.CopyIn(source, elements);
                return;
            }

            T[] spread = new T[count];
            for (long i = 0; i < count; i++) spread[i] = source[(int)SourceOf(i, given, target)];
            block.CopyIn<T>(spread, elements);
        }

        private static bool Broadcasts(ReadOnlySpan<long> given, ReadOnlySpan<long> target)
        {
            if (given.Length > target.Length) return false;
            for (int d = 1; d <= given.Length; d++)
            {
                if (given[^d] != 1 && given[^d] != target[^d]) return false;
            }

            return true;
        }

        /// <summary>The element of the value that an element of the slice gets.</summary>
        private static long SourceOf(long position, ReadOnlySpan<long> given, ReadOnlySpan<long> target)
        {
            long source = 0, stride = 1;
            for (int d = 1; d <= given.Length; d++)
            {
                (position, long at) = Math.DivRem(position, target[^d]);
                if (given[^d] != 1) source += at * stride;
                stride *= given[^d];
            }

            return source;
        }
    }
}
