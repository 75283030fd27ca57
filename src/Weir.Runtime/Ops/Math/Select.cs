using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>condition ? t : e for tensors of one shape; a vector condition picks rows, a scalar one a whole tensor.</summary>
/// <remarks>Source: cwise_op_select.cc.</remarks>
internal sealed class Select : Op
{
    public override OpDefinition Definition { get; } = "Select(condition: bool, t: T, e: T) -> output: T; T: type";

    public override void InferShapes(ShapeContext c)
    {
        Shape data = c.Merge(c.Input(1), c.Input(2));
        Shape condition = c.Input(0);
        if (condition.Rank == 1 && data.Rank >= 1) c.MergeSizes(condition[0], data[0]);
        else if (condition.Rank == 1 && data.Rank == 0) throw c.Error("A vector condition needs branches of at least rank 1");
        else if (condition.Rank > 0) data = c.Merge(data, condition);
        c.Output(0, data);
    }

    public override void Gradient(GradientContext g)
    {
        Output zeros = g.Graph.ZerosLike(g.Input(1));
        g.Flow(1, Build(g.Input(0), g.Outgoing(0), zeros));
        g.Flow(2, Build(g.Input(0), zeros, g.Outgoing(0)));
    }

    public override Kernel CreateKernel(KernelRequest r) => SelectKernels.Supports(r.Type("T")) ? r.ForMoving(default(Maker)) : throw r.NoKernel("T");

    private static Output Build(Output condition, Output x, Output y) => condition.Operation.Graph.AddOperation("Select", [condition, x, y])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Choose<T>();
    }

    private sealed class Choose<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor condition, Tensor x, Tensor y) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(x.Shape.Equals(y.Shape),
                $"Inputs to operation {s.NodeName} of type Select must have the same size and shape.  Input 0: {x.Shape} != input 2: {y.Shape}");
            if (condition.Shape.Rank == 0)
            {
                s.Forward(condition.Elements<bool>()[0] ? 1 : 2, 0);
                return;
            }

            bool rows = condition.Shape.Rank == 1 && !condition.Shape.Equals(x.Shape);
            if (rows)
            {
                s.Require(x.Shape.Rank >= 1, $"'then' must be at least a vector, but saw shape: {x.Shape}");
                s.Require(x.Shape[0] == condition.Shape[0],
                    $"Number of batches of 'then' must match size of 'cond', but saw: {x.Shape[0]} vs. {condition.Shape[0]}");
            }
            else
            {
                s.Require(condition.Shape.Equals(x.Shape),
                    $"Inputs to operation {s.NodeName} of type Select must have the same size and shape.  Input 0: {condition.Shape} != input 1: {x.Shape}");
            }

            Span<long> along = stackalloc long[x.Shape.Rank];
            along.Fill(1);
            along[0] = condition.Shape[0];
            BroadcastPlan.TryCreate(rows ? along : condition.Shape.Dimensions, x.Shape.Dimensions, y.Shape.Dimensions, out BroadcastPlan plan);
            SelectKernels.Run<T>(plan, condition, x, y, s.OutputLike(0, x));
        }
    }
}
