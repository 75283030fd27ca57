using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Makes an array of tensors, which lives as long as its handle.</summary>
/// <remarks>The flow carries no value: it orders what writes behind what reads. Source: tensor_array_ops.cc.</remarks>
internal sealed class TensorArrayV3 : Op
{
    public override OpDefinition Definition { get; } = "TensorArrayV3(size: int32) -> handle: resource, flow: float; dtype: type; element_shape: shape = ?; "
        + "dynamic_size: bool = false; clear_after_read: bool = true; identical_element_shapes: bool = false; tensor_array_name: string = \"\" | stateful";

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.OfRank(1));
        c.Output(1, Shape.Scalar);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        string name = r.String("tensor_array_name");
        return new Maker(name.Length > 0 ? name : r.NodeName, r.Type("dtype"), r.Shape("element_shape"), r.Bool("dynamic_size"), r.Bool("clear_after_read"), r.Bool("identical_element_shapes"));
    }

    private sealed class Maker(string name, DType dtype, Shape elementShape, bool grows, bool clearsAfterRead, bool hasIdenticalShapes) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor size = s.Input(0);
            s.Require(size.Shape.Rank == 0, $"TensorArray size must be scalar, but had shape: {size.Shape}");
            int count = size.Elements<int>()[0];
            s.Require(count >= 0, "Size should be >= 0.");
            s.SetOwnedOutput(0, new TensorArray(name, dtype, elementShape, count, grows, s.Limits.MaxListElements)
            {
                ClearsAfterRead = clearsAfterRead,
                HasIdenticalShapes = hasIdenticalShapes,
            });
            s.Output(1).Elements<float>()[0] = 0;
        }
    }
}
