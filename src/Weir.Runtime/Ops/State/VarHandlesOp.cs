using System.Text;
using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The handles of several variables.</summary>
/// <remarks>Source: resource_variable_ops.cc.</remarks>
internal sealed class VarHandlesOp : Op
{
    public override OpDefinition Definition { get; } = "_VarHandlesOp() -> resources: N * resource; containers: list(string); shared_names: list(string); "
        + "N: int >= 0; dtypes: list(type); shapes: list(shape) | stateful";

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.AllOutputs(Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("shapes");
        (byte[][] containers, byte[][] names, DType[] dtypes) = (r.ByteStrings("containers"), r.ByteStrings("shared_names"), r.Types("dtypes"));
        long count = r.Int("N");
        if (containers.Length != count || names.Length != count || dtypes.Length != count)
        {
            throw new TfException(StatusCode.InvalidArgument, $"_VarHandlesOp of {count} handles has {containers.Length} containers, {names.Length} names and {dtypes.Length} dtypes.");
        }

        return new Handles(Array.ConvertAll(containers, Encoding.UTF8.GetString), Array.ConvertAll(names, Encoding.UTF8.GetString), dtypes);
    }

    private sealed class Handles(string[] containers, string[] names, DType[] dtypes) : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < names.Length; i++)
            {
                int at = i;
                s.SetOutput(i, (object)s.Resources.GetOrCreate(containers[i], names[i], () => new VariableCell(containers[at], names[at], dtypes[at])));
            }
        }
    }
}
