using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The sizes of a tensor as a vector.</summary>
internal sealed class ShapeOp : Op
{
    public override OpDefinition Definition { get; } =
        "Shape(input: T) -> output: out_type \"type_id: TFT_SHAPE_TENSOR args { type_id: TFT_VAR s: \\\"out_type\\\" }\"; T: type; out_type: {int32, int64} = int32";

    public override bool ReadsShapesAlone => true;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(c.Input(0).Rank));

    public override long?[]? FoldIntegers(ShapeContext c) => c.Input(0).HasRank ? [.. c.Input(0)] : null;

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "out_type");
        return new Sizes();
    }

    public static Output Build(Output x) => Build(x, DType.Int32);

    public static Output Build(Output x, DType outType) =>
        x.Operation.Graph.AddOperation("Shape", [x], new Dictionary<string, object> { ["out_type"] = outType })[0];

    /// <summary>The sizes of each input; ShapeN's kernel too.</summary>
    internal sealed class Sizes : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < s.InputCount; i++)
            {
                Shape shape = s.Input(i).Shape;
                Tensor sizes = s.Output(i, shape.Rank);
                if (sizes.DType == DType.Int32) RequireInt32(s, shape);
                sizes.SetIntegers(shape.Dimensions);
            }
        }

        private static void RequireInt32(StepContext s, Shape shape)
        {
            foreach (long size in shape.Dimensions) s.Require(size <= int.MaxValue, $"Shape output type is 32-bit but a dimension is {size}");
        }
    }
}
