using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient array of a TensorArray: the same one for every call with the same source.</summary>
/// <remarks>TensorArrayGradWithShape prepends dimensions to the elements' shape. Source: tensor_array_ops.cc.</remarks>
internal sealed class TensorArrayGradV3(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new TensorArrayGradV3("TensorArrayGradV3(handle: resource, flow_in: float) -> grad_handle: resource, flow_out: float; source: string | stateful"),
        new TensorArrayGradV3("TensorArrayGradWithShape(handle: resource, flow_in: float, shape_to_prepend: int32) -> grad_handle: resource, flow_out: float; source: string | stateful"),
    ];

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.OfRank(1));
        c.Output(1, Shape.Scalar);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Maker(r.String("source"));

    /// <summary>The gradient array of input 0, and a flow behind another one.</summary>
    /// <remarks>Each pass of gradients has arrays of its own.</remarks>
    public static Operation Build(GradientContext g, Output flow) =>
        g.Graph.AddOperation("TensorArrayGradV3", [g.Input(0), flow], new Dictionary<string, object> { ["source"] = g.Call.Scope });

    private sealed class Maker(string source) : Kernel
    {
        public override void Run(StepContext s)
        {
            long[] prepended = [];
            if (s.InputCount > 2)
            {
                Tensor shape = s.Input(2);
                s.Require(shape.Shape.Rank == 1 && shape.ElementCount < Shape.MaxRank, $"shape_to_prepend must be a vector, found shape {shape.Shape}");
                prepended = new long[shape.ElementCount];
                shape.Integers(prepended);
                foreach (long size in prepended) s.Require(size >= 0, $"shape_to_prepend must not be negative, found {size}");
            }

            s.SetOutput(0, s.Array().Gradient(source, prepended));
            s.Forward(1, 1);
        }
    }
}
