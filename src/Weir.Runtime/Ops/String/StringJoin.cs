using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Joins strings element by element, with a separator; a scalar goes with every element of the others.</summary>
/// <remarks>Source: string_join_op.cc.</remarks>
internal sealed class StringJoin : Op
{
    public override OpDefinition Definition { get; } = "StringJoin(inputs: N * string) -> output: string; N: int >= 0; separator: string = \"\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = Shape.Scalar;
        for (int i = 0; i < c.InputCount; i++)
        {
            Shape input = c.Input(i);
            if (!input.HasRank)
            {
                c.Output(0, Shape.Unknown);
                return;
            }

            if (input.Rank > 0) shape = shape.Rank == 0 ? input : c.Merge(shape, input);
        }

        c.Output(0, shape);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return new Join(r.Bytes("separator"));
    }

    private sealed class Join(byte[] separator) : Kernel
    {
        public override void Run(StepContext s)
        {
            int shaped = -1;
            for (int i = 0; i < s.InputCount; i++)
            {
                Shape shape = s.Input(i).Shape;
                if (shape.Rank == 0) continue;
                if (shaped < 0) shaped = i;
                s.Require(shape.Equals(s.Input(shaped).Shape), $"Input shapes do not match: {s.Input(shaped).Shape} vs. {shape}");
            }

            byte[][] output = (shaped < 0 ? s.Output(0) : s.OutputLike(0, s.Input(shaped))).Strings;
            for (int at = 0; at < output.Length; at++) output[at] = JoinAt(s, at);
        }

        private byte[] JoinAt(StepContext s, int at)
        {
            long length = (long)separator.Length * Math.Max(0, s.InputCount - 1);
            for (int i = 0; i < s.InputCount; i++) length += Part(s, i, at).Length;
            s.Require(length <= System.Array.MaxLength, $"A joined string would have {length} bytes.");
            byte[] joined = new byte[length];
            int end = 0;
            for (int i = 0; i < s.InputCount; i++)
            {
                if (i > 0) Append(separator, joined, ref end);
                Append(Part(s, i, at), joined, ref end);
            }

            return joined;
        }

        private static byte[] Part(StepContext s, int input, int at) => s.Input(input).Strings is var strings && s.Input(input).Shape.Rank == 0 ? strings[0] : strings[at];

        private static void Append(byte[] part, byte[] joined, ref int end)
        {
            part.CopyTo(joined, end);
            end += part.Length;
        }
    }
}
