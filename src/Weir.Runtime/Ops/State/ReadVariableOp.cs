using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The value of a resource variable at this moment.</summary>
/// <remarks>Source: resource_variable_ops.cc, whose message for an uninitialized variable this keeps in its beginning.</remarks>
internal sealed class ReadVariableOp : Op
{
    public override OpDefinition Definition { get; } = "ReadVariableOp(resource: resource) -> value: dtype; dtype: type | stateful";

    public override OpEffect Effect => OpEffect.Reads;

    public override void InferShapes(ShapeContext c) => c.Output(0, VariableInput.ShapeOf(c));

    public override void Gradient(GradientContext g) => g.Pass(0, 0);

    public override Kernel CreateKernel(KernelRequest r) => new Read(r.Type("dtype"));

    internal sealed class Read(DType dtype) : Kernel
    {
        public override void Run(StepContext s) => Run(s, 0);

        /// <summary>Reads the variable of one input to the output of the same number.</summary>
        public void Run(StepContext s, int index)
        {
            VariableCell variable = s.Resource<VariableCell>(index);
            (Tensor? value, long version) = variable.ReadVersioned();
            s.DependsOn(variable, version);
            if (value is null)
            {
                throw new TfException(StatusCode.FailedPrecondition, $"Could not find variable {variable.Name}. "
                    + "This could mean that the variable has been deleted. In TF1, it can also mean the variable is uninitialized. "
                    + "Initialize it or restore a checkpoint first.");
            }

            s.SetOutput(index, VariableInput.OfType(value, dtype));
        }
    }
}
