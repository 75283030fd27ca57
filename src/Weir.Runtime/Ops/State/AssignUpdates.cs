using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Adding to the whole of a variable and subtracting from it: a row per op, in place where nobody else holds the value.</summary>
/// <remarks>Source: dense_update_ops.cc, resource_variable_ops.cc.</remarks>
internal static class AssignUpdates
{
    private const string OnReference = "(ref: Ref(T), value: T) -> output_ref: Ref(T); T: {numbers}; use_locking: bool = false";
    private const string OnResource = "(resource: resource, value: dtype); dtype: type | stateful";

    public static readonly Op[] All =
    [
        new AssignUpdate<Add>("AssignAdd" + OnReference),
        new AssignUpdate<Add>("AssignAddVariableOp" + OnResource),
        new AssignUpdate<Subtract>("AssignSub" + OnReference),
        new AssignUpdate<Subtract>("AssignSubVariableOp" + OnResource),
    ];

    private sealed class AssignUpdate<TOperator>(OpDefinition definition) : Op
        where TOperator : struct, IBinaryOperator
    {
        private readonly bool isReference = VariableInput.IsReference(definition);

        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.Writes;

        public override void InferShapes(ShapeContext c)
        {
            Shape shape = c.Merge(VariableInput.ShapeOf(c), c.Input(1));
            if (isReference) c.Output(0, shape);
        }

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            if (isReference) r.Ignore("use_locking");
            return r.ForType(ElementTypes.Numbers, new Maker(r.InputTypes[1], isReference), isReference ? "T" : "dtype");
        }

        private readonly struct Maker(DType dtype, bool isReference) : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new Updating<T>(dtype, isReference);
        }

        private sealed class Updating<T>(DType dtype, bool isReference) : Kernel
            where T : unmanaged
        {
            public override void Run(StepContext s)
            {
                Tensor change = s.Input(1);
                using (Sessions.VariableUpdate update = VariableInput.Update(s, isReference, dtype))
                {
                    Shape shape = update.Current!.Shape;
                    if (isReference) s.Require(shape.Equals(change.Shape), "Parameters and update must be the same size");
                    else s.Require(shape.Equals(change.Shape), $"Cannot update variable with shape {shape} using a Tensor with shape {change.Shape}, shapes must be equal.");
                    Span<T> value = update.Writable(s.Limits).Elements<T>();
                    Elementwise.Binary<T, TOperator>(value, change.Elements<T>(), value);
                }

                VariableInput.HandOn(s, isReference);
            }
        }
    }
}
