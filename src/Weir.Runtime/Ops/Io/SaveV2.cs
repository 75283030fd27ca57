using System.Text;
using Weir.Bundles;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Writes tensors, or slices of tensors, as a checkpoint of one data file.</summary>
/// <remarks>Needs a file system that may be written. Source: save_restore_v2_ops.cc.</remarks>
internal sealed class SaveV2 : Op
{
    public override OpDefinition Definition { get; } =
        "SaveV2(prefix: string, tensor_names: string, shape_and_slices: string, tensors: dtypes); dtypes: list(type) >= 1 | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.Merge(c.WithRank(1, 1), c.WithRank(2, 1));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Save(r.Types("dtypes").Length);

    private sealed class Save(int count) : Kernel
    {
        private const int FirstTensor = 3;

        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).ElementCount == 1, $"Input prefix should have a single element, got {s.Input(0).ElementCount} instead.");
            RequireVector(s, 1, "tensor_names");
            RequireVector(s, 2, "shape_and_slices");
            long bytes = 0;
            for (int i = 0; i < count; i++) bytes += s.Input(FirstTensor + i).ByteCount;
            using BundleWriter bundle = new(s.WritableFiles(), Encoding.UTF8.GetString(s.Input(0).GetBytes(0)), bytes);
            for (int i = 0; i < count; i++) Add(s, bundle, i);
            bundle.Finish();
        }

        private static void Add(StepContext s, BundleWriter bundle, int index)
        {
            s.ThrowIfCancelled();
            Tensor tensor = s.Input(FirstTensor + index);
            byte[] name = s.Input(1).Strings[index];
            string specification = Encoding.UTF8.GetString(s.Input(2).Strings[index]);
            if (specification.Length == 0)
            {
                bundle.Add(name, tensor);
                return;
            }

            SliceSpec spec = SliceSpec.Parse(specification);
            Shape expected = spec.Slice.Resolve(spec.FullShape).Shape;
            s.Require(expected.Equals(tensor.Shape),
                $"Slice in shape_and_slice specification does not match the shape of the tensor to  save: {specification}, tensor: {tensor.Shape}");
            bundle.AddSlice(name, spec.FullShape, spec.Slice, tensor);
        }

        private void RequireVector(StepContext s, int input, string name)
        {
            Shape shape = s.Input(input).Shape;
            s.Require(shape.Rank == 1, $"Input {name} should be an 1-D tensor, got {shape} instead.");
            s.Require(shape[0] == count, $"Got {count} tensors but {shape[0]} {name}");
        }
    }
}
