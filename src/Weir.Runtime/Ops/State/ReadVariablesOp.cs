using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The values of several variables at this moment, each read for itself.</summary>
/// <remarks>Source: resource_variable_ops.cc.</remarks>
internal sealed class ReadVariablesOp : Op
{
    public override OpDefinition Definition { get; } = "_ReadVariablesOp(resources: N * resource) -> values: dtypes; N: int >= 0; dtypes: list(type) >= 1 | stateful";

    public override OpEffect Effect => OpEffect.Reads;

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType[] types = r.Types("dtypes");
        if (types.Length != r.Int("N")) throw new TfException(StatusCode.InvalidArgument, $"{r.Int("N")} variables and {types.Length} dtypes");
        return new ReadAll(Array.ConvertAll(types, dtype => new ReadVariableOp.Read(dtype)));
    }

    private sealed class ReadAll(ReadVariableOp.Read[] reads) : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < reads.Length; i++) reads[i].Run(s, i);
        }
    }
}
