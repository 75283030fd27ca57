using System.Buffers;
using Weir.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Runs of neighbouring strings joined, within the rows of a ragged vector, with padding at the rows' ends.</summary>
/// <remarks>Source: string_ngrams_op.cc.</remarks>
internal sealed class StringNGrams : Op
{
    public override OpDefinition Definition { get; } = "StringNGrams(data: string, data_splits: Tsplits) -> ngrams: string, "
        + "ngrams_splits: Tsplits; separator: string; "
        + "ngram_widths: list(int); left_pad: string; right_pad: string; pad_width: int; preserve_short_sequences: bool; Tsplits: {int32, "
        + "int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.Output(0, Shape.OfRank(1));
        c.Output(1, c.WithRank(1, 1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tsplits");
        long[] widths = r.Ints("ngram_widths");
        if (Array.Exists(widths, width => width <= 0)) throw new TfException(StatusCode.InvalidArgument, "ngram_widths must contain positive values");
        return new Join(widths, r.Int("pad_width"), r.Bool("preserve_short_sequences"), r.Bytes("separator"), r.Bytes("left_pad"), r.Bytes("right_pad"));
    }

    private sealed class Join(long[] widths, long padWidth, bool keepsShort, byte[] separator, byte[] leftPad, byte[] rightPad) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor splits) = (s.Input(0), s.Input(1));
            CheckSplits(s, data.ElementCount, splits);
            Tensor starts = s.OutputLike(1, splits);
            if (data.ElementCount == 0 || splits.ElementCount == 0)
            {
                s.OutputLike(0, data);
                starts.Clear();
                return;
            }

            long[] ends = new long[splits.ElementCount];
            for (int row = 1; row < ends.Length; row++)
            {
                long length = splits.Integer(row) - splits.Integer(row - 1);
                long count = 0;
                foreach (long width in widths) count = checked(count + CountOf(length, width, s));
                ends[row] = checked(ends[row - 1] + (keepsShort && length > 0 && count == 0 ? 1 : count));
            }

            RequireSize(s, ends[^1]);
            starts.SetIntegers(ends);
            Write(s, data.Strings, splits, ends);
        }

        private static void CheckSplits(StepContext s, long size, Tensor splits)
        {
            if (splits.ElementCount == 0) return;
            long last = splits.Integer(0);
            s.Require(last == 0, $"First split value must be 0, got {last}");
            for (int i = 1; i < splits.ElementCount; i++)
            {
                long split = splits.Integer(i);
                s.Require(split >= last && split <= size, $"Invalid split value {split}, must be in [{last}, {size}]");
                last = split;
            }

            s.Require(last == size, $"Last split value must be data size. Expected {size}, got {last}");
        }

        private void Write(StepContext s, byte[][] data, Tensor splits, long[] ends)
        {
            byte[][] ngrams = s.Output(0, ends[^1]).Strings;
            ArrayBufferWriter<byte> buffer = new();
            for (int row = 1; row < ends.Length; row++)
            {
                ReadOnlySpan<byte[]> words = data.AsSpan((int)splits.Integer(row - 1)..(int)splits.Integer(row));
                int at = (int)ends[row - 1];
                foreach (long width in widths)
                {
                    int count = (int)CountOf(words.Length, width, s);
                    for (int i = 0; i < count; i++) ngrams[at++] = Make(words, i, count, width, buffer);
                }

                if (keepsShort && words.Length > 0 && at == ends[row - 1]) ngrams[at] = Make(words, 0, 1, words.Length + (2 * padWidth), buffer);
            }
        }

        /// <summary>Padding is never as wide as the n-gram.</summary>
        private long PadOf(long width) => Math.Min(padWidth < 0 ? width - 1 : padWidth, width - 1);

        private long CountOf(long length, long width, StepContext s)
        {
            RequireSize(s, width);
            long count = Math.Max(0, length + (2 * PadOf(width)) - width + 1);
            RequireSize(s, checked(count * width));
            return count;
        }

        /// <summary>Refuses what no memory can hold before anything is made: every piece of an n-gram counts as a reference.</summary>
        private static void RequireSize(StepContext s, long pieces)
        {
            if (pieces > s.Limits.MaxTensorBytes / sizeof(long))
            {
                throw new TfException(StatusCode.ResourceExhausted, $"N-grams of {pieces} pieces are more than the limit of {s.Limits.MaxTensorBytes} bytes.");
            }

            if (pieces > BufferPool.LargeBytes / sizeof(long)) BufferPool.RequireMemory(pieces * sizeof(long));
        }

        private byte[] Make(ReadOnlySpan<byte[]> words, int index, int count, long width, ArrayBufferWriter<byte> buffer)
        {
            buffer.ResetWrittenCount();
            long pad = PadOf(width);
            long left = Math.Max(0, pad - index);
            long right = Math.Max(0, pad - (count - (index + 1)));
            long tokens = width - (left + right);
            int first = left > 0 ? 0 : (int)(index - pad);
            for (long n = 0; n < left; n++) Append(buffer, leftPad, separator);
            for (int n = 0; n < tokens; n++)
            {
                if (n > 0) buffer.Write(separator);
                buffer.Write(words[first + n]);
            }

            for (long n = 0; n < right; n++)
            {
                if (n > 0 || tokens > 0) buffer.Write(separator);
                buffer.Write(rightPad);
            }

            return buffer.WrittenSpan.ToArray();
        }

        private static void Append(ArrayBufferWriter<byte> buffer, byte[] first, byte[] second)
        {
            buffer.Write(first);
            buffer.Write(second);
        }
    }
}
