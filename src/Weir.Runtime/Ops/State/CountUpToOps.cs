using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Counting with a variable: its value, and one more for the next run. A row for references and one for resources.</summary>
/// <remarks>OUT_OF_RANGE once the limit is reached. Source: count_up_to_op.cc.</remarks>
internal static class CountUpToOps
{
    public static readonly Op[] All =
    [
        new CountUpTo("CountUpTo(ref: Ref(T)) -> output: T; limit: int; T: {int32, int64}"),
        new CountUpTo("ResourceCountUpTo(resource: resource) -> output: T; limit: int; T: {int32, int64} | stateful"),
    ];

    private sealed class CountUpTo(OpDefinition definition) : Op
    {
        public override OpDefinition Definition => definition;

        public override OpEffect Effect => OpEffect.Writes;

        public override void InferShapes(ShapeContext c)
        {
            c.Merge(VariableInput.ShapeOf(c), Shape.Scalar);
            c.Output(0, Shape.Scalar);
        }

        public override Kernel CreateKernel(KernelRequest r) => new Counting(r.Type("T"), r.Int("limit"), VariableInput.IsReference(definition));
    }

    private sealed class Counting(DType dtype, long limit, bool isReference) : Kernel
    {
        public override void Run(StepContext s)
        {
            using VariableUpdate update = VariableInput.Update(s, isReference, dtype);
            Tensor value = update.Current!;
            s.Require(value.Shape.Rank == 0, $"input is not a scalar: {value.Shape}");
            long count = value.Integer(0);
            if (count >= limit) throw new TfException(StatusCode.OutOfRange, $"Reached limit of {limit}");
            s.Output(0).SetIntegers([count]);
            update.Writable(s.Limits).SetIntegers([count + 1]);
        }
    }
}
