using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>One summary with the values of all; no tag may come twice.</summary>
/// <remarks>Source: summary_op.cc.</remarks>
internal sealed class MergeSummary : Op
{
    public override OpDefinition Definition { get; } = "MergeSummary(inputs: N * string) -> summary: string; N: int >= 1";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return new Merge();
    }

    private sealed class Merge : Kernel
    {
        public override void Run(StepContext s)
        {
            Summary merged = new();
            HashSet<string> tags = [];
            for (int input = 0; input < s.InputCount; input++)
            {
                foreach (byte[] bytes in s.Input(input).Strings)
                {
                    foreach (Summary.Types.Value value in Parse(bytes).Value)
                    {
                        s.Require(value.Tag.Length == 0 || tags.Add(value.Tag), $"Duplicate tag {value.Tag} found in summary inputs ");
                        merged.Value.Add(value);
                    }
                }
            }

            s.Output(0).Strings[0] = merged.ToByteArray();
        }

        private static Summary Parse(byte[] bytes)
        {
            try
            {
                return Summary.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                throw new TfException(StatusCode.InvalidArgument, "Could not parse one of the summary inputs");
            }
        }
    }
}
