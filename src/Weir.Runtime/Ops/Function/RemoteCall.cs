using System.Text;
using Weir.Definitions;
using Weir.Graphs;
using Weir.Plans;

namespace Weir.Ops;

/// <summary>Calls a function on a device by name. There is one, the CPU of this process: a plan takes in the function, behind a look at the name.</summary>
/// <remarks>Source: function_ops.cc, process_function_library_runtime.cc.</remarks>
internal sealed class RemoteCall : Op, ICallOp
{
    public override OpDefinition Definition { get; } =
        "RemoteCall(target: string, args: Tin) -> output: Tout; Tin: list(type) >= 1; Tout: list(type) >= 1; f: func | stateful";

    public FunctionReference Function(AttributeList attributes, FunctionLibrary library)
    {
        FunctionReference function = attributes.Get<FunctionReference>("f");
        return library.Derive("remote", function, () => Make(attributes.Get<DType[]>("Tin"), attributes.Get<DType[]>("Tout"), function, library));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin", "Tout");
        throw new TfException(StatusCode.Internal, $"The call of '{r.Function("f").Name}' was not inlined; {{{{node {r.NodeName}}}}}.");
    }

    private static Function Make(DType[] inputs, DType[] outputs, FunctionReference function, FunctionLibrary library)
    {
        Graph graph = Graph.OfBody(library);
        Output target = Argument.Build(graph, DType.String, Shape.Unknown);
        Output[] arguments = [.. inputs.Select(type => Argument.Build(graph, type, Shape.Unknown))];
        Operation check = RequireLocalDevice.Build(target);
        using GraphScope behind = graph.ControlDependencies(check);
        Operation call = PartitionedCall.Build(graph, arguments, function, outputs, isStateful: true);
        return new FunctionMaker(graph, [target, .. arguments]) { FollowsControls = true }.Make(function.Name + "_remote", call.OutputEdges, [check, call]);
    }
}

/// <summary>Refuses the name of a device that is not the CPU of this process. Part of functions that plans make; no model holds it.</summary>
internal sealed class RequireLocalDevice : Op
{
    private const string OpName = "_WeirRequireLocalDevice";

    public override OpDefinition Definition { get; } = OpName + "(target: string)";

    public static Operation Build(Output target) => target.Graph.AddOperation(OpName, [target], name: "RemoteCall");

    public override Kernel CreateKernel(KernelRequest r) => new Check();

    private sealed class Check : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"target must be a scalar, not {s.Input(0).Shape}");
            string target = Encoding.UTF8.GetString(s.Input(0).Strings[0]);
            s.Require(DeviceNames.IsWellFormed(target), $"Could not parse {target} into a device specification.");
            if (!DeviceNames.IsLocalCpu(target)) throw new TfException(StatusCode.Internal, $"Currently don't support instantiating functions on device: {target}");
        }
    }
}
