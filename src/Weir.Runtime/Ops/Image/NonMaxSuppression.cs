using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Picks boxes by their scores and leaves out, or marks down, those that overlap one that was picked. Six rows of the table.</summary>
/// <remarks>Source: non_max_suppression_op.cc.</remarks>
internal sealed class NonMaxSuppression(OpDefinition definition, int version, bool givesOverlaps = false) : Op
{
    public static readonly Op[] All =
    [
        new NonMaxSuppression("NonMaxSuppression(boxes: float, scores: float, max_output_size: int32) -> selected_indices: int32; iou_threshold: float = 0.5", 1),
        new NonMaxSuppression("NonMaxSuppressionV2(boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold) -> selected_indices: int32; "
            + "T: {half, float} = float; T_threshold: {half, float} = float", 2),
        new NonMaxSuppression("NonMaxSuppressionV3(boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold, score_threshold: T_threshold) -> selected_indices: int32; "
            + "T: {half, float} = float; T_threshold: {half, float} = float", 3),
        new NonMaxSuppression("NonMaxSuppressionV4(boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold, score_threshold: T_threshold) -> selected_indices: int32, "
            + "valid_outputs: int32; T: {half, float} = float; T_threshold: {half, float} = float; pad_to_max_output_size: bool = false", 4),
        new NonMaxSuppression("NonMaxSuppressionV5(boxes: T, scores: T, max_output_size: int32, iou_threshold: T, score_threshold: T, soft_nms_sigma: T) -> selected_indices: int32, "
            + "selected_scores: T, valid_outputs: int32; T: {half, float} = float; pad_to_max_output_size: bool = false", 5),
        new NonMaxSuppression("NonMaxSuppressionWithOverlaps(overlaps: float, scores: float, max_output_size: int32, overlap_threshold: float, score_threshold: float) -> "
            + "selected_indices: int32", 3, givesOverlaps: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape boxes = c.WithRank(0, 2), scores = c.WithRank(1, 1);
        for (int i = 2; i < c.InputCount; i++) c.WithRank(i, 0);
        c.MergeSizes(boxes[0], scores[0]);
        if (!givesOverlaps) c.MergeSizes(boxes[1], 4);
        bool pads = version >= 4 && c.Attributes.Get<bool>("pad_to_max_output_size") && c.TryConstant(2, out _);
        long count = pads && c.TryConstant(2, out long[] most) && most[0] >= 0 ? most[0] : -1;
        c.Output(0, Shape.Of(count));
        if (version == 5) c.Output(1, Shape.Of(count));
        if (version >= 4) c.Output(version == 5 ? 2 : 1, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (version is 2 or 3 or 4 && !givesOverlaps) r.Ignore("T_threshold");
        if (version > 1 && !givesOverlaps && r.Type("T") is not (DType.Float32 or DType.Float16)) throw r.NoKernel("T");
        return new Impl(version, givesOverlaps, version == 1 ? r.Float("iou_threshold") : null, version >= 4 && r.Bool("pad_to_max_output_size"));
    }

    private sealed class Impl(int version, bool givesOverlaps, float? threshold, bool pads) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor boxes, Tensor scores) = (s.Input(0), s.Input(1));
            for (int i = 2; i < s.InputCount; i++) s.Require(s.Input(i).Shape.Rank == 0, $"input {i} must be 0-D, got shape {s.Input(i).Shape}");
            float overlap = threshold ?? Number(s.Input(3)), least = version >= 3 ? Number(s.Input(4)) : float.MinValue, sigma = version == 5 ? Number(s.Input(5)) : 0;
            s.Require(givesOverlaps || (overlap >= 0 && overlap <= 1), "iou_threshold must be in [0, 1]");
            s.Require(sigma >= 0, "soft_nms_sigma must be non-negative");
            s.Require(boxes.Shape.Rank == 2, $"{(givesOverlaps ? "overlaps" : "boxes")} must be 2-D{boxes.Shape}");
            long count = boxes.Shape[0];
            if (givesOverlaps) s.Require(boxes.Shape[1] == count, "overlaps must be square");
            else s.Require(boxes.Shape[1] == 4, "boxes must have 4 columns");
            s.Require(scores.Shape.Rank == 1, $"scores must be 1-D{scores.Shape}");
            s.Require(scores.Shape[0] == count, "scores has incompatible shape");
            int most = s.Input(2).Elements<int>()[0];
            s.Require(most >= 0, "max_output_size must be non-negative");
            BoxSelection selection = new(Floats(boxes), Floats(scores), givesOverlaps, overlap, least, sigma);
            (int[] indices, float[] kept) = selection.Select((int)Math.Min(most, count));
            Write(s, indices, kept, most);
        }

        private void Write(StepContext s, int[] indices, float[] kept, int most)
        {
            int size = pads ? most : indices.Length;
            Tensor selected = s.Output(0, size);
            selected.Clear();
            indices.CopyTo(selected.Elements<int>());
            if (version == 5)
            {
                Tensor scores = s.Output(1, size);
                scores.Clear();
                if (scores.DType == DType.Float32) kept.CopyTo(scores.Elements<float>());
                else for (int i = 0; i < kept.Length; i++) scores.Elements<Half>()[i] = (Half)kept[i];
            }

            if (version >= 4) s.Output(version == 5 ? 2 : 1).Elements<int>()[0] = indices.Length;
        }

        private static float Number(Tensor x) => x.DType == DType.Float32 ? x.Elements<float>()[0] : (float)x.Elements<Half>()[0];

        private static float[] Floats(Tensor x) => x.DType == DType.Float32 ? x.ToArray<float>() : Array.ConvertAll(x.ToArray<Half>(), element => (float)element);
    }
}
