using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Non-maximum suppression for each class of each image; the best of all classes of an image together.</summary>
/// <remarks>Source: non_max_suppression_op.cc.</remarks>
internal sealed class CombinedNonMaxSuppression : Op
{
    public override OpDefinition Definition { get; } = "CombinedNonMaxSuppression(boxes: float, scores: float, max_output_size_per_class: int32, max_total_size: int32, "
        + "iou_threshold: float, score_threshold: float) -> nmsed_boxes: float, nmsed_scores: float, nmsed_classes: float, valid_detections: int32; "
        + "pad_per_class: bool = false; clip_boxes: bool = true";

    public override void InferShapes(ShapeContext c)
    {
        Shape boxes = c.WithRank(0, 4), scores = c.WithRank(1, 3);
        for (int i = 2; i < c.InputCount; i++) c.WithRank(i, 0);
        long batch = c.MergeSizes(boxes[0], scores[0]), classes = scores[2];
        c.MergeSizes(boxes[1], scores[1]);
        c.MergeSizes(boxes[3], 4);
        c.Require(boxes[2] is -1 or 1 || classes < 0 || boxes[2] == classes, "third dimension of boxes must be either 1 or equal to the third dimension of scores");
        long count = -1;
        if (c.TryConstant(3, out long[] total) && total[0] >= 0)
        {
            bool pads = c.Attributes.Get<bool>("pad_per_class");
            if (!pads) count = total[0];
            else if (classes >= 0 && c.TryConstant(2, out long[] perClass) && perClass[0] >= 0) count = PerImage(total[0], perClass[0], classes);
        }

        c.Output(0, Shape.Of(batch, count, 4));
        c.Output(1, Shape.Of(batch, count));
        c.Output(2, Shape.Of(batch, count));
        c.Output(3, Shape.Of(batch));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Impl(r.Bool("pad_per_class"), r.Bool("clip_boxes"));

    private static long PerImage(long total, long perClass, long classes) => (long)Int128.Min(total, (Int128)perClass * classes);

    private readonly record struct Detection(int Box, int Class, float Score);

    private sealed class Impl(bool padsPerClass, bool clips) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor boxes, Tensor scores) = (s.Input(0), s.Input(1));
            s.Require(boxes.Shape.Rank == 4, $"boxes must be 4-D{boxes.Shape}");
            s.Require(scores.Shape.Rank == 3, $"scores must be 3-D{scores.Shape}");
            s.Require(boxes.Shape[0] == scores.Shape[0], "boxes and scores must have same batch size");
            for (int i = 2; i < 6; i++) s.Require(s.Input(i).Shape.Rank == 0, $"input {i} must be 0-D, got shape {s.Input(i).Shape}");
            (int perClass, int total) = (s.Input(2).Elements<int>()[0], s.Input(3).Elements<int>()[0]);
            (float overlap, float least) = (s.Input(4).Elements<float>()[0], s.Input(5).Elements<float>()[0]);
            s.Require(perClass > 0, "max_size_per_class must be positive");
            s.Require(total > 0, "max_total_size must be > 0");
            s.Require(overlap >= 0 && overlap <= 1, "iou_threshold must be in [0, 1]");
            (long classes, long places) = (scores.Shape[2], boxes.Shape[2]);
            s.Require(boxes.Shape[1] == scores.Shape[1], "scores has incompatible shape");
            s.Require(places == 1 || places == classes, "third dimension of boxes must be either 1 or num classes");
            s.Require(boxes.Shape[3] == 4, "boxes must have 4 columns");

            (long batch, int count) = (scores.Shape[0], checked((int)boxes.Shape[1]));
            long size = padsPerClass ? PerImage(total, perClass, classes) : total;
            Tensor pickedBoxes = s.Output(0, batch, size, 4), pickedScores = s.Output(1, batch, size), pickedClasses = s.Output(2, batch, size);
            foreach (Tensor output in (ReadOnlySpan<Tensor>)[pickedBoxes, pickedScores, pickedClasses]) output.Clear();
            Span<int> valid = s.Output(3, batch).Elements<int>();
            if (scores.ElementCount == 0)
            {
                valid.Clear();
                return;
            }

            for (int image = 0; image < batch; image++)
            {
                s.ThrowIfCancelled();
                int row = image * (int)size;
                ReadOnlySpan<float> all = boxes.Elements<float>().Slice(image * count * (int)places * 4, count * (int)places * 4);
                List<Detection> found = Detect(all, scores.Elements<float>().Slice(image * count * (int)classes, count * (int)classes), count, (int)places, (int)classes);
                valid[image] = (int)Math.Min(found.Count, size);
                for (int i = 0; i < valid[image]; i++)
                {
                    pickedScores.Elements<float>()[row + i] = found[i].Score;
                    pickedClasses.Elements<float>()[row + i] = found[i].Class;
                    Span<float> corners = pickedBoxes.Elements<float>().Slice((row + i) * 4, 4);
                    Box(all, found[i].Box, places == 1 ? 0 : found[i].Class, (int)places).CopyTo(corners);
                    if (!clips) continue;
                    foreach (ref float corner in corners) corner = Math.Max(Math.Min(corner, 1), 0);
                }
            }

            List<Detection> Detect(ReadOnlySpan<float> all, ReadOnlySpan<float> scores, int count, int places, int classes)
            {
                List<Detection> found = [];
                float[] ofClass = new float[count], corners = places == 1 ? all.ToArray() : new float[count * 4];
                for (int k = 0; k < classes; k++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        ofClass[i] = scores[(i * classes) + k];
                        if (places > 1) Box(all, i, k, places).CopyTo(corners.AsSpan(i * 4));
                    }

                    (int[] indices, float[] kept) = new BoxSelection(corners, ofClass, areOverlaps: false, overlap, least, sigma: 0).Select(Math.Min(perClass, count));
                    for (int i = 0; i < indices.Length; i++) found.Add(new Detection(indices[i], k, kept[i]));
                }

                return [.. found.OrderByDescending(detection => detection.Score)];
            }
        }

        private static ReadOnlySpan<float> Box(ReadOnlySpan<float> boxes, int index, int place, int places) => boxes.Slice(((index * places) + place) * 4, 4);
    }
}
