using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Gives a resource variable a new value.</summary>
/// <remarks>
/// Without <c>validate_shape</c> the shape may change; with it, it must equal the current value's, not the handle's.
/// Source: resource_variable_ops.cc.
/// </remarks>
internal sealed class AssignVariableOp : Op
{
    public override OpDefinition Definition { get; } =
        "AssignVariableOp(resource: resource, value: dtype); dtype: type; validate_shape: bool = false | stateful";

    public override void InferShapes(ShapeContext c) => c.Merge(VariableInput.ShapeOf(c), c.Input(1));

    public override Kernel CreateKernel(KernelRequest r) => new Assignment(r.Type("dtype"), r.Bool("validate_shape"));

    private sealed class Assignment(DType dtype, bool validateShape) : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resource<VariableCell>(0);
            Tensor value = s.Input(1);
            s.Require(variable.DType == dtype,
                $"Trying to assign variable with wrong dtype. Expected {variable.DType.TfName()} got {dtype.TfName()}");
            if (validateShape) CheckShape(s, variable, value);
            variable.Assign(value.Share());
        }

        private static void CheckShape(StepContext s, VariableCell variable, Tensor value)
        {
            using Tensor? current = variable.Read();
            s.Require(current is null || current.Shape.Equals(value.Shape),
                $"Trying to assign to variable with tensor with wrong shape. Expected {current?.Shape} got {value.Shape}");
        }
    }
}
