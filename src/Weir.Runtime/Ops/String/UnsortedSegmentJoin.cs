using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Joins the strings of each segment, in their order; a segment without strings is empty.</summary>
/// <remarks>Source: unsorted_segment_join_op.cc.</remarks>
internal sealed class UnsortedSegmentJoin : Op
{
    public override OpDefinition Definition { get; } = "UnsortedSegmentJoin(inputs: string, segment_ids: Tindices, num_segments: Tnumsegments) -> "
        + "output: string; "
        + "separator: string = \"\"; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        (Shape inputs, Shape ids) = (c.Input(0), c.Input(1));
        c.WithRank(2, 0);
        long count = c.TryConstant(2, out long[] known) ? known[0] : -1;
        if (known.Length > 0) c.Require(known[0] >= 0, $"Dimension size, given by scalar input 2, must be non-negative but is {known[0]}");
        if (!inputs.HasRank || !ids.HasRank) return;
        c.Require(ids.Rank <= inputs.Rank, $"Shape must be at least rank {ids.Rank} but is rank {inputs.Rank}");
        for (int d = 0; d < ids.Rank; d++) c.MergeSizes(inputs[d], ids[d]);
        c.Output(0, Shape.Of(count).Concatenate(inputs.Slice(ids.Rank..)));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices", "Tnumsegments");
        return new Join(r.Bytes("separator"));
    }

    private sealed class Join(byte[] separator) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor inputs, Tensor ids, Tensor segments) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(segments.Shape.Rank == 0, "Number of segments must be a scalar");
            long count = segments.Integer(0);
            s.Require(count >= 0, $"Number of segments must be non-negative but got {count}");
            s.Require(ids.Shape.Rank > 0, "Segment_id cannot have rank 0");
            s.Require(ids.Shape.Rank <= inputs.Shape.Rank, $"Segment_id cannot have rank {ids.Shape.Rank} above the input's, {inputs.Shape.Rank}");
            for (int d = 0; d < ids.Shape.Rank; d++)
            {
                s.Require(ids.Shape[d] == inputs.Shape[d], $"Segment dimension is {ids.Shape[d]} while input dimension is {inputs.Shape[d]} in rank {d}");
            }

            Write(s, inputs, ids, count);
        }

        private void Write(StepContext s, Tensor inputs, Tensor ids, long count)
        {
            byte[][] strings = inputs.Strings;
            Shape inner = inputs.Shape.Slice(ids.Shape.Rank..);
            int width = (int)inner.ElementCount;
            byte[][] joined = s.Output(0, [count, .. inner.Dimensions]).Strings;
            List<byte[]>?[] parts = new List<byte[]>?[joined.Length];
            for (int i = 0; i < ids.ElementCount; i++)
            {
                long segment = ids.Integer(i);
                s.Require(segment >= 0 && segment < count, "segment_ids are not allowed to exceed num_segments or to have negative values.");
                for (int j = 0; j < width; j++) (parts[(segment * width) + j] ??= []).Add(strings[(i * width) + j]);
            }

            for (int i = 0; i < joined.Length; i++)
            {
                if (parts[i] is { } list) joined[i] = list.Count == 1 ? list[0] : Joined(list);
            }
        }

        private byte[] Joined(List<byte[]> list)
        {
            long length = (list.Count - 1) * (long)separator.Length;
            foreach (byte[] part in list) length += part.Length;
            if (length > System.Array.MaxLength) throw new TfException(StatusCode.ResourceExhausted, $"A joined string would have {length} bytes.");
            byte[] joined = new byte[length];
            int at = 0;
            for (int i = 0; i < list.Count; i++)
            {
                if (i > 0)
                {
                    separator.CopyTo(joined, at);
                    at += separator.Length;
                }

                list[i].CopyTo(joined, at);
                at += list[i].Length;
            }

            return joined;
        }
    }
}
