using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Gives a TensorFlow 1 reference variable a new value, and hands its cell on.</summary>
/// <remarks>With <c>validate_shape</c> the shape must equal the current value's. Source: assign_op.h.</remarks>
internal sealed class Assign : Op
{
    public override OpDefinition Definition { get; } = "Assign(ref: Ref(T), value: T) -> output_ref: Ref(T); T: type; validate_shape: bool = true; "
        + "use_locking: bool = true | uninitialized";

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c) =>
        c.Output(0, c.Attributes.Get<bool>("validate_shape") ? c.Merge(c.Input(0), c.Input(1)) : c.Input(1));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "use_locking");
        return new Assignment(r.Bool("validate_shape"));
    }

    private sealed class Assignment(bool validateShape) : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resource<VariableCell>(0);
            Tensor value = s.Input(1);
            if (validateShape) CheckShape(s, variable, value.Shape);
            variable.Assign(value.Share());
            s.Forward(0, 0);
        }

        private static void CheckShape(StepContext s, VariableCell variable, Shape shape)
        {
            using Tensor? current = variable.Read();
            Shape expected = current?.Shape ?? variable.DeclaredShape;
            s.Require(current is null ? expected.IsCompatibleWith(shape) : expected.Equals(shape),
                $"Assign requires shapes of both tensors to match. lhs shape= {expected} rhs shape= {shape}");
        }
    }
}
