using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Joins strings along dimensions, of which the first that is given runs fastest.</summary>
/// <remarks>Source: reduce_join_op.cc.</remarks>
internal sealed class ReduceJoin : Op
{
    public override OpDefinition Definition { get; } =
        "ReduceJoin(inputs: string, reduction_indices: int32) -> output: string; keep_dims: bool = false; separator: string = \"\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape input = c.Input(0);
        c.Require(c.Input(1).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(1).Rank}");
        if (!input.HasRank) return;
        bool keeps = c.Attributes.Get<bool>("keep_dims");
        if (!c.TryConstant(1, out long[] axes))
        {
            if (keeps) c.Output(0, Shape.OfRank(input.Rank));
            return;
        }

        HashSet<long> reduced = [];
        foreach (long axis in axes)
        {
            c.Require(axis >= -input.Rank && axis < input.Rank, $"Invalid reduction dimension {axis} for input with {input.Rank} dimensions.");
            reduced.Add(axis < 0 ? axis + input.Rank : axis);
        }

        List<long> sizes = [];
        for (int d = 0; d < input.Rank; d++)
        {
            if (!reduced.Contains(d)) sizes.Add(input[d]);
            else if (keeps) sizes.Add(1);
        }

        c.Output(0, Shape.Of([.. sizes]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Join(r.Bool("keep_dims"), r.Bytes("separator"));

    private sealed class Join(bool keepDims, byte[] separator) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor input, Tensor axes) = (s.Input(0), s.Input(1));
            int rank = input.Shape.Rank;
            Span<bool> isReduced = stackalloc bool[rank];
            Span<int> reduced = stackalloc int[rank];
            int count = CheckAxes(s, axes, rank, isReduced, reduced);
            Span<long> strides = stackalloc long[rank];
            long stride = 1;
            for (int d = rank - 1; d >= 0; d--)
            {
                strides[d] = stride;
                stride *= input.Shape[d];
            }

            byte[][] joined = MakeOutput(s, input.Shape, isReduced).Strings;
            ArrayBufferWriter<byte> buffer = new();
            Span<long> outer = stackalloc long[rank];
            for (int at = 0; at < joined.Length; at++)
            {
                buffer.ResetWrittenCount();
                JoinFrom(input, outer, strides, reduced[..count], buffer);
                joined[at] = buffer.WrittenSpan.ToArray();
                for (int d = rank - 1; d >= 0; d--)
                {
                    if (isReduced[d]) continue;
                    if (++outer[d] < input.Shape[d]) break;
                    outer[d] = 0;
                }
            }
        }

        private static int CheckAxes(StepContext s, Tensor axes, int rank, Span<bool> isReduced, Span<int> reduced)
        {
            int count = 0;
            for (int i = 0; i < axes.ElementCount; i++)
            {
                long wanted = axes.Integer(i);
                if (wanted < -rank || wanted >= rank)
                {
                    throw new TfException(StatusCode.OutOfRange, $"Invalid reduction dimension {wanted} for input with {rank} dimension(s)");
                }

                int axis = (int)(wanted < 0 ? wanted + rank : wanted);
                s.Require(!isReduced[axis], $"Duplicate reduction dimension {wanted}");
                isReduced[axis] = true;
                reduced[count++] = axis;
            }

            return count;
        }

        private Tensor MakeOutput(StepContext s, Shape input, ReadOnlySpan<bool> isReduced)
        {
            Span<long> sizes = stackalloc long[input.Rank];
            int kept = 0;
            for (int d = 0; d < input.Rank; d++)
            {
                if (!isReduced[d]) sizes[kept++] = input[d];
                else if (keepDims) sizes[kept++] = 1;
            }

            return s.Output(0, sizes[..kept]);
        }

        private void JoinFrom(Tensor input, ReadOnlySpan<long> outer, ReadOnlySpan<long> strides, ReadOnlySpan<int> reduced, ArrayBufferWriter<byte> buffer)
        {
            long start = 0;
            for (int d = 0; d < outer.Length; d++) start += outer[d] * strides[d];
            foreach (int axis in reduced)
            {
                if (input.Shape[axis] == 0) return;
            }

            Span<long> inner = stackalloc long[reduced.Length];
            byte[][] strings = input.Strings;
            bool isFirst = true;
            while (true)
            {
                long at = start;
                for (int i = 0; i < reduced.Length; i++) at += inner[i] * strides[reduced[i]];
                if (!isFirst) buffer.Write(separator);
                isFirst = false;
                buffer.Write(strings[at]);
                int next = 0;
                while (next < reduced.Length && ++inner[next] == input.Shape[reduced[next]]) inner[next++] = 0;
                if (next == reduced.Length) return;
            }
        }
    }
}
