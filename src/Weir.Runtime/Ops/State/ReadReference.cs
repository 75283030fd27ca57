using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The value behind a reference edge, read where the value is consumed. Put in by plans; no graph holds it.</summary>
internal sealed class ReadReference : Op
{
    public static readonly OpDefinition OpDefinition = "_WeirReadReference(ref: Ref(T)) -> value: T; T: type";

    public override OpDefinition Definition => OpDefinition;

    public override OpEffect Effect => OpEffect.Reads;

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Read();
    }

    private sealed class Read : Kernel
    {
        public override void Run(StepContext s)
        {
            VariableCell variable = s.Resource<VariableCell>(0);
            (Tensor? value, long version) = variable.ReadVersioned();
            s.DependsOn(variable, version);
            if (value is null) throw VariableInput.Uninitialized(variable, isReference: true);
            s.SetOutput(0, value);
        }
    }
}
