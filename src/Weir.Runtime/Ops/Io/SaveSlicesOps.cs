using System.Text;
using Weir.Bundles;
using Weir.Checkpoints;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Writing tensors in the first format of checkpoints: a row for whole tensors and one for slices.</summary>
/// <remarks>Needs a file system that may be written. Source: save_restore_ops.cc.</remarks>
internal static class SaveSlicesOps
{
    public static readonly Op[] All =
    [
        new Save("Save(filename: string, tensor_names: string, data: T); T: list(type) >= 1 | stateful", hasSlices: false),
        new Save("SaveSlices(filename: string, tensor_names: string, shapes_and_slices: string, data: T); T: list(type) >= 1 | stateful", hasSlices: true),
    ];

    private sealed class Save(OpDefinition definition, bool hasSlices) : Op
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c)
        {
            c.WithRank(0, 0);
            c.WithRank(1, 1);
            if (hasSlices) c.WithRank(2, 1);
        }

        public override Kernel CreateKernel(KernelRequest r) => new Write(r.Types("T").Length, hasSlices);
    }

    private sealed class Write(int count, bool hasSlices) : Kernel
    {
        private readonly int first = hasSlices ? 3 : 2;

        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).ElementCount == 1, $"Input filename should have a single element, got {s.Input(0).ElementCount} instead.");
            s.Require(s.Input(1).ElementCount == count, $"Size of first dimension of tensor_names should be {count}, got {s.Input(1).Shape}");
            if (hasSlices) s.Require(s.Input(2).ElementCount == count, $"Expected {count} elements for the tensor names and shapes and slices but got {s.Input(2).ElementCount}");
            SliceTableWriter writer = new(s.WritableFiles(), Encoding.UTF8.GetString(s.Input(0).GetBytes(0)));
            for (int i = 0; i < count; i++)
            {
                Tensor tensor = s.Input(first + i);
                string specification = hasSlices ? Encoding.UTF8.GetString(s.Input(2).Strings[i]) : "";
                if (specification.Length == 0)
                {
                    writer.Add(s.Input(1).Strings[i], tensor.Shape, TensorSlice.Full(tensor.Shape.Rank), tensor);
                    continue;
                }

                SliceSpec spec = SliceSpec.Parse(specification);
                writer.Add(s.Input(1).Strings[i], spec.FullShape, spec.Slice, tensor);
            }

            writer.Finish();
        }
    }
}
