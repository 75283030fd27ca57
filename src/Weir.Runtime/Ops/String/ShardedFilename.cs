using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The name of one file of several: name-00001-of-00005.</summary>
/// <remarks>Source: save_op.cc.</remarks>
internal sealed class ShardedFilename : Op
{
    public override OpDefinition Definition { get; } = "ShardedFilename(basename: string, shard: int32, num_shards: int32) -> filename: string";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 3; i++) c.WithRank(i, 0);
        c.Output(0, Shape.Scalar);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Format();

    private sealed class Format : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < 3; i++) s.Require(s.Input(i).Shape.Rank == 0, $"Input {i} must be a scalar, got shape {s.Input(i).Shape}");
            string end = $"-{s.Input(1).Integer(0):D5}-of-{s.Input(2).Integer(0):D5}";
            s.Output(0).Strings[0] = [.. s.Input(0).Strings[0], .. Encoding.ASCII.GetBytes(end)];
        }
    }
}
