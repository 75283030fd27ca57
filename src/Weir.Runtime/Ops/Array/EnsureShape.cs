using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The input itself, if it has a shape that fits.</summary>
internal sealed class EnsureShape : Op
{
    public override OpDefinition Definition { get; } = "EnsureShape(input: T) -> output: T; shape: shape; T: type";

    /// <remarks>An unknown rank refuses every known one, as TensorFlow's rule does.</remarks>
    public override void InferShapes(ShapeContext c)
    {
        Shape wanted = c.Attributes.Get<Shape>("shape");
        Shape given = c.Input(0);
        c.Require(!given.HasRank || given.Rank == wanted.Rank, $"Shape must be rank {wanted.Rank} but is rank {given.Rank}");
        c.Output(0, c.Merge(given, wanted));
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Outgoing(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Check(r.Shape("shape"));
    }

    private sealed class Check(Shape wanted) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape given = s.Input(0).Shape;
            s.Require(given.IsCompatibleWith(wanted), $"Shape of tensor {s.NodeName} {given} is not compatible with expected shape {wanted}.");
            s.Forward(0, 0);
        }
    }
}
