using System.Globalization;
using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The pattern that fits all shards of a file: <c>base-?????-of-00003</c>.</summary>
/// <remarks>Source: save_restore_ops.cc.</remarks>
internal sealed class ShardedFilespec : Op
{
    public override OpDefinition Definition { get; } = "ShardedFilespec(basename: string, num_shards: int32) -> filename: string";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.WithRank(1, 0);
        c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Pattern();

    private sealed class Pattern : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0 && s.Input(1).Shape.Rank == 0, "basename and num_shards must be scalars");
            string count = s.Input(1).Integer(0).ToString("D5", CultureInfo.InvariantCulture);
            s.Output(0).Strings[0] = [.. s.Input(0).GetBytes(0), .. Encoding.ASCII.GetBytes("-?????-of-" + count)];
        }
    }
}
