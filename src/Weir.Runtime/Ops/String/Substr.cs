using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Parts of strings, by position and length in bytes or in characters of UTF-8; a negative position counts from the end.</summary>
/// <remarks>A length of bytes below 0 takes all, one of characters nothing. Source: substr_op.cc.</remarks>
internal sealed class Substr : Op
{
    public override OpDefinition Definition { get; } =
        "Substr(input: string, pos: T, len: T) -> output: string; T: {int32, int64}; unit: {\"BYTE\", \"UTF8_CHAR\"} = \"BYTE\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape position = c.Merge(c.Input(1), c.Input(2));
        c.Output(0, BroadcastShapes.Infer(c, c.Input(0), position));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Part(r.String("unit") == "UTF8_CHAR");
    }

    private sealed class Part(bool inCharacters) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor input, Tensor positions, Tensor lengths) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(positions.Shape.Equals(lengths.Shape), $"pos and len should have the same shape, got: {positions.Shape} vs. {lengths.Shape}");
            byte[][] from = input.Strings;
            if (positions.Shape.Rank == 0 || positions.Shape.Equals(input.Shape))
            {
                byte[][] to = s.OutputLike(0, input).Strings;
                for (int i = 0; i < to.Length; i++) to[i] = Take(s, from[i], positions, lengths, positions.Shape.Rank == 0 ? 0 : i, i);
                return;
            }

            Broadcast(s, input, positions, lengths);
        }

        /// <summary>Shapes that differ: of up to two dimensions.</summary>
        private void Broadcast(StepContext s, Tensor input, Tensor positions, Tensor lengths)
        {
            int rank = Math.Max(input.Shape.Rank, positions.Shape.Rank);
            Span<long> sizes = stackalloc long[rank];
            for (int d = 0; d < rank; d++)
            {
                (long a, long b) = (Size(input.Shape, rank, d), Size(positions.Shape, rank, d));
                s.Require(a == b || a == 1 || b == 1, $"Incompatible shapes: {input.Shape} vs. {positions.Shape}");
                sizes[d] = a == 1 ? b : a;
            }

            if (rank > 2) throw new TfException(StatusCode.Unimplemented, $"Substr broadcast not implemented for {rank} dimensions");
            byte[][] from = input.Strings;
            byte[][] to = s.Output(0, sizes).Strings;
            long columns = sizes[^1];
            for (int i = 0; i < to.Length; i++)
            {
                (long row, long column) = (i / columns, i % columns);
                to[i] = Take(s, from[At(input.Shape, rank, row, column)], positions, lengths, At(positions.Shape, rank, row, column), i);
            }
        }

        private static long Size(Shape shape, int rank, int dimension) => dimension < rank - shape.Rank ? 1 : shape[dimension - (rank - shape.Rank)];

        private static int At(Shape shape, int rank, long row, long column)
        {
            long columns = Size(shape, rank, rank - 1);
            long rows = rank > 1 ? Size(shape, rank, 0) : 1;
            return (int)(((rows == 1 ? 0 : row) * columns) + (columns == 1 ? 0 : column));
        }

        private byte[] Take(StepContext s, byte[] text, Tensor positions, Tensor lengths, int index, int output)
        {
            (long position, long length) = (positions.Integer(index), lengths.Integer(index));
            if (!inCharacters)
            {
                s.Require(position >= -(long)text.Length && position <= text.Length,
                    $"pos {position} out of range for string b'{System.Text.Encoding.UTF8.GetString(text)}' at index {output}");
                int start = (int)(position < 0 ? position + text.Length : position);
                int count = length < 0 || length > text.Length - start ? text.Length - start : (int)length;
                return text.AsSpan(start, count).ToArray();
            }

            int from = position < 0 ? text.Length : 0;
            bool isInside = position < 0 ? position > long.MinValue && Utf8Text.TryBack(text, -position, ref from) : Utf8Text.TryForward(text, position, ref from);
            s.Require(isInside, $"pos {position} out of range for string at index {output}");
            int to = from;
            Utf8Text.TryForward(text, Math.Max(0, length), ref to);
            return text.AsSpan(from..to).ToArray();
        }
    }
}
