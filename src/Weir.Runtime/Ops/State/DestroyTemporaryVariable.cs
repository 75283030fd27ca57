using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The last value of a temporary variable, which is gone afterwards.</summary>
/// <remarks>Source: state_ops.cc.</remarks>
internal sealed class DestroyTemporaryVariable : Op
{
    public override OpDefinition Definition { get; } = "DestroyTemporaryVariable(ref: Ref(T)) -> value: T; T: type; var_name: string";

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Destroy(r.String("var_name"));
    }

    private sealed class Destroy(string name) : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resource<VariableCell>(0);
            Tensor? value = variable.Name == name ? variable.Read() : null;
            s.SetOutput(0, value ?? throw new TfException(StatusCode.NotFound, $"The temporary variable {name} does not exist."));
            variable.Clear();
        }
    }
}
