using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Reading one tensor of a checkpoint, mostly of the first format: a row for a whole tensor and one for a slice.</summary>
/// <remarks>Which shard is tried first does not matter here: all are listed. Source: save_restore_ops.cc.</remarks>
internal static class RestoreOps
{
    public static readonly Op[] All =
    [
        new Restore("Restore(file_pattern: string, tensor_name: string) -> tensor: dt; dt: type; preferred_shard: int = -1 | stateful"),
        new Restore("RestoreSlice(file_pattern: string, tensor_name: string, shape_and_slice: string) -> tensor: dt; dt: type; preferred_shard: int = -1 | stateful"),
    ];

    private sealed class Restore(OpDefinition definition) : Op
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c)
        {
            for (int i = 0; i < c.InputCount; i++) c.WithRank(i, 0);
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("preferred_shard");
            return new Read(r.Type("dt"));
        }
    }

    private sealed class Read(DType dtype) : Kernel
    {
        private static readonly byte[][] Whole = [[]];

        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).ElementCount == 1, $"Input 0 (file_pattern) must be a string scalar; got a tensor of {s.Input(0).ElementCount} elements");
            s.Require(s.Input(1).ElementCount == 1, $"Input 1 (tensor_name) must be a string scalar; got a tensor of {s.Input(1).ElementCount} elements");
            using CheckpointReader reader = CheckpointReader.Open(s.Files, Encoding.UTF8.GetString(s.Input(0).GetBytes(0)), s.Limits, s.RestoreMode);
            s.SetOutput(0, reader.ReadAll(s.Input(1).Strings, s.InputCount > 2 ? s.Input(2).Strings : Whole, [dtype])[0]);
        }
    }
}
