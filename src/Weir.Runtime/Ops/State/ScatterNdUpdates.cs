using Weir.Definitions;
using Weir.Sessions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Changes of the elements or slices of a variable that index tuples pick: a row per op.</summary>
/// <remarks>A bad tuple ends the op; what came before it stays changed, as in TensorFlow. Source: scatter_nd_op.cc.</remarks>
internal static class ScatterNdUpdates
{
    private static readonly ElementTypes Summed = ElementTypes.Numbers | new ElementTypes(DType.Bool);

    public static readonly Op[] All =
    [
        .. Twins<Add>("ScatterNdAdd", Summed), .. Twins<Maximum>("ScatterNdMax", ElementTypes.Reals), .. Twins<Minimum>("ScatterNdMin", ElementTypes.Reals), .. Twins<Subtract>("ScatterNdSub", Summed),
        new Replacing(OnReference("ScatterNdUpdate", "type", locks: true)), new Replacing(OnResource("ScatterNdUpdate")),
    ];

    private static Op[] Twins<TOperator>(string name, ElementTypes types)
        where TOperator : struct, IBinaryOperator =>
        [new Combining<TOperator>(OnReference(name, "{numbers}", locks: false), types), new Combining<TOperator>(OnResource(name), types)];

    private static OpDefinition OnReference(string name, string types, bool locks) =>
        $"{name}(ref: Ref(T), indices: Tindices, updates: T) -> output_ref: Ref(T); T: {types}; Tindices: {{int32, int64}}; use_locking: bool = {(locks ? "true" : "false")}";

    private static OpDefinition OnResource(string name) =>
        $"Resource{name}(ref: resource, indices: Tindices, updates: T); T: type; Tindices: {{int32, int64}}; use_locking: bool = true | stateful";

    /// <param name="definition">What it is.</param>
    /// <param name="isFlat">Whether nothing flows back; else no gradient is registered.</param>
    private abstract class ScatterNdOp(OpDefinition definition, bool isFlat) : Op
    {
        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.Writes;

        protected bool IsReference { get; } = VariableInput.IsReference(definition);

        public override void InferShapes(ShapeContext c)
        {
            Shape variable = VariableInput.ShapeOf(c);
            if (IsReference) c.Output(0, variable);
        }

        public override void Gradient(GradientContext g)
        {
            if (!isFlat) base.Gradient(g);
        }
    }

    private sealed class Replacing(OpDefinition definition) : ScatterNdOp(definition, isFlat: true)
    {
        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Tindices", "use_locking");
            return r.ForMoving(new Maker(r.Type("T"), IsReference));
        }

        private readonly struct Maker(DType dtype, bool isReference) : IMovingKernelMaker
        {
            public Kernel Make<T>() => new ScatterNdKernel<T>(dtype, isReference, ScatterUpdates.Replace);
        }
    }

    private sealed class Combining<TOperator>(OpDefinition definition, ElementTypes types) : ScatterNdOp(definition, isFlat: typeof(TOperator) == typeof(Add) || typeof(TOperator) == typeof(Subtract))
        where TOperator : struct, IBinaryOperator
    {
        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Tindices", "use_locking");
            return r.ForType(types, new Maker(r.Type("T"), IsReference));
        }

        private readonly struct Maker(DType dtype, bool isReference) : IKernelMaker
        {
            // Of booleans a sum is "or", and a difference "exclusive or".
            public Kernel Make<T>() where T : unmanaged => new ScatterNdKernel<T>(dtype, isReference,
                typeof(T) != typeof(bool) ? ScatterUpdates.Combine<T, TOperator>
                : typeof(TOperator) == typeof(Add) ? ScatterUpdates.Combine<T, Or> : ScatterUpdates.Combine<T, Xor>);
        }
    }
}

/// <summary>Changes the slices that index tuples pick, in their order.</summary>
internal sealed class ScatterNdKernel<T>(DType dtype, bool isReference, RowUpdate<T> apply) : Kernel
{
    public override void Run(StepContext s)
    {
        (Tensor indices, Tensor updates) = (s.Input(1), s.Input(2));
        using (VariableUpdate update = VariableInput.Update(s, isReference, dtype))
        {
            Shape shape = update.Current!.Shape;
            int batch = Math.Max(1, indices.Shape.Rank - 1);
            long depth = indices.Shape.Rank > 1 ? indices.Shape.Dimensions[^1] : 1;
            CheckShapes(s, shape, indices.Shape, updates.Shape, batch, depth);
            NdIndices tuples = new(shape.Dimensions, indices, (int)depth);
            long count = indices.Shape.Rank == 0 ? 1 : Slabs.Of(indices.Shape.Dimensions, batch).Outer;
            int length = (int)tuples.SliceLength;
            if (count > 0) Scatter(tuples, count, length, MovedElements.Of<T>(updates), update.Writable(s.Limits));
        }

        VariableInput.HandOn(s, isReference);
    }

    private void Scatter(NdIndices tuples, long count, int length, ReadOnlySpan<T> updates, Tensor variable)
    {
        Span<T> elements = MovedElements.Of<T>(variable);
        for (int i = 0; i < count; i++)
        {
            long offset = tuples.Offset(i);
            if (offset < 0) throw new TfException(StatusCode.InvalidArgument, $"indices[{i}] = {tuples.Show(i)} does not index into shape {variable.Shape}");
            if (length > 0) apply(updates.Slice(i * length, length), elements.Slice((int)offset, length));
        }
    }

    private static void CheckShapes(StepContext s, Shape variable, Shape indices, Shape updates, int batch, long depth)
    {
        s.Require(variable.Rank >= 1, "Output must be at least 1-D, got shape: []");
        s.Require(depth <= variable.Rank, $"The innermost dimension of indices{indices} must be <= the rank of the variable, which has the shape {variable}");
        bool startsAlike = updates.Rank >= Math.Min(batch, indices.Rank);
        for (int i = 0; i < batch && i < indices.Rank && startsAlike; i++)
        {
            s.Require(indices[i] == updates[i],
                $"Dimensions [0,{batch}) of indices[shape={indices}] = {indices[i]} must match dimensions [0,{batch}) of updates[shape={updates}] = {updates[i]}");
        }

        bool endsAlike = startsAlike && updates.Rank - Math.Min(batch, indices.Rank) == variable.Rank - depth
            && updates.Dimensions[Math.Min(batch, indices.Rank)..].SequenceEqual(variable.Dimensions[(int)depth..]);
        s.Require(endsAlike, $"Dimensions [{depth},{variable.Rank}) of input[shape={variable}] must match dimensions [{batch},{updates.Rank}) of updates[shape={updates}]");
    }
}
