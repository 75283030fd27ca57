using System.Text;
using Weir.Bundles;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Reads tensors, or slices of tensors, from a checkpoint.</summary>
/// <remarks>Files are reached through the session's file system. Source: save_restore_v2_ops.cc.</remarks>
internal sealed class RestoreV2 : Op
{
    public override OpDefinition Definition { get; } =
        "RestoreV2(prefix: string, tensor_names: string, shape_and_slices: string) -> tensors: dtypes; dtypes: list(type) >= 1 | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.Merge(c.WithRank(1, 1), c.WithRank(2, 1));
        if (c.Constant(2) is not { DType: DType.String } specifications) return;
        c.Require(specifications.ElementCount == c.OutputCount, "The number of shape_and_slice doesn't match tensor outputs.");
        for (int i = 0; i < c.OutputCount; i++)
        {
            string text = Encoding.UTF8.GetString(specifications.GetBytes(i));
            if (text.Length == 0) continue;
            SliceSpec part = SliceSpec.Parse(text);
            c.Output(i, part.Slice.Resolve(part.FullShape).Shape);
        }
    }

    public override Kernel CreateKernel(KernelRequest r) => new Restore(r.Types("dtypes"));

    private sealed class Restore(DType[] dtypes) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).ElementCount == 1, $"Input prefix should have a single element, got {s.Input(0).ElementCount} instead.");
            RequireVector(s, 1, "tensor_names");
            RequireVector(s, 2, "shape_and_slices");
            using CheckpointReader reader = CheckpointReader.Open(s.Files, Encoding.UTF8.GetString(s.Input(0).GetBytes(0)), s.Limits, s.RestoreMode);
            Tensor[] tensors = reader.ReadAll(s.Input(1).Strings, s.Input(2).Strings, dtypes);
            for (int i = 0; i < tensors.Length; i++) s.SetOutput(i, dtypes[i] == DType.Variant ? StoredTensorList.Decode(tensors[i], s.Limits) : tensors[i]);
        }

        private void RequireVector(StepContext s, int input, string name)
        {
            Shape shape = s.Input(input).Shape;
            s.Require(shape.Rank == 1, $"Input {name} should be an 1-D tensor, got {shape} instead.");
            s.Require(shape[0] == dtypes.Length, $"Got {dtypes.Length} tensors to restore but {shape[0]} {name}");
        }
    }
}
