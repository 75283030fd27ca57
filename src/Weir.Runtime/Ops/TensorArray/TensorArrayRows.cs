using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Elements of a TensorArray as rows of one tensor (TensorArrayGatherV3), and rows as elements (TensorArrayScatterV3).</summary>
/// <remarks>Source: tensor_array_ops.cc; gradients: tensor_array_grad.py.</remarks>
internal sealed class TensorArrayRows(OpDefinition definition, bool gathers) : Op
{
    public static readonly Op[] All =
    [
        new TensorArrayRows("TensorArrayGatherV3(handle: resource, indices: int32, flow_in: float) -> value: dtype; dtype: type; element_shape: shape = ? | stateful", gathers: true),
        new TensorArrayRows("TensorArrayScatterV3(handle: resource, indices: int32, value: T, flow_in: float) -> flow_out: float; T: type | stateful", gathers: false),
    ];

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        if (!gathers)
        {
            c.Output(0, Shape.Scalar);
            return;
        }

        Shape element = c.Attributes.Get<Shape>("element_shape");
        if (element.HasRank) c.Output(0, Shape.Of([c.Input(1).Rank == 1 ? c.Input(1)[0] : -1, .. element.Dimensions]));
    }

    public override void Gradient(GradientContext g)
    {
        if (gathers)
        {
            Operation array = TensorArrayGradV3.Build(g, g.Input(2));
            g.Flow(2, g.Graph.AddOperation("TensorArrayScatterV3", [array[0], g.Input(1), g.Outgoing(0), array[1]])[0]);
            return;
        }

        Operation gradients = TensorArrayGradV3.Build(g, g.Outgoing(0));
        g.Flow(2, g.Graph.AddOperation("TensorArrayGatherV3", [gradients[0], g.Input(1), gradients[1]], new Dictionary<string, object> { ["dtype"] = g.Input(2).DType.BaseType() })[0]);
        g.Flow(3, g.Outgoing(0));
    }

    public override Kernel CreateKernel(KernelRequest r) => gathers ? new Gather(r.Type("dtype"), r.Shape("element_shape")) : new Scatter(r.Type("T"));

    private sealed class Gather(DType dtype, Shape elementShape) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor indices = s.Input(1);
            s.Require(indices.Shape.Rank == 1, $"Expected indices to be a vector, but received shape: {indices.Shape}");
            s.Stack(s.ArrayToRead(dtype), indices.Elements<int>(), elementShape);
        }
    }

    private sealed class Scatter(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorArray array = s.ArrayToWrite(dtype);
            (Tensor indices, Tensor rows) = (s.Input(1), s.Input(2));
            s.Require(rows.Shape.Rank > 0, $"Input value for unpack must be at least a vector but received shape: {rows.Shape}");
            s.Require(indices.Shape.Rank == 1, $"Expected indices to be a vector, but received shape: {indices.Shape}");
            s.Require(indices.ElementCount == rows.Shape[0], $"Expected len(indices) == values.shape[0], but saw: {indices.ElementCount} vs. {rows.Shape[0]}");
            ReadOnlySpan<int> at = indices.Elements<int>();
            Shape element = rows.Shape.Slice(1..);
            for (int i = 0; i < at.Length; i++) array.Write(at[i], rows, i * element.ElementCount, element);
            s.Forward(3, 0);
        }
    }
}
