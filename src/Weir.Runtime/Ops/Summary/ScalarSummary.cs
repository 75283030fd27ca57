using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>A summary with a number for each tag.</summary>
/// <remarks>Source: summary_op.cc.</remarks>
internal sealed class ScalarSummary : Op
{
    public override OpDefinition Definition { get; } = "ScalarSummary(tags: string, values: T) -> summary: string; T: {float, double, int32, uint8, int16, int8, "
        + "int64, bfloat16, uint16, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, default(Maker), "T");

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Write<T>();
    }

    private sealed class Write<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor tags, Tensor values) = (s.Input(0), s.Input(1));
            s.Require(tags.Shape.Equals(values.Shape), $"tags and values are not the same shape: {tags.Shape} != {values.Shape}");
            Summary summary = new();
            ReadOnlySpan<T> numbers = values.Elements<T>();
            for (int i = 0; i < numbers.Length; i++)
            {
                summary.Value.Add(new Summary.Types.Value { Tag = Encoding.UTF8.GetString(tags.Strings[i]), SimpleValue = (float)RealNumber.ToDouble(numbers[i]) });
            }

            s.Output(0).Strings[0] = summary.ToByteArray();
        }
    }
}
