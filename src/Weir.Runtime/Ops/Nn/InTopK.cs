using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Whether the score of each row's target is among its k highest; k as an attribute or an input (V2). Two rows of the table.</summary>
/// <remarks>Ties with the k-th count as in. False for a target out of range, and for a row with a score that is not finite. Source: in_topk_op.cc.</remarks>
internal sealed class InTopK(OpDefinition definition, bool inputK) : Op
{
    public static readonly Op[] All =
    [
        new InTopK("InTopK(predictions: float, targets: T) -> precision: bool; k: int; T: {int32, int64} = int32", inputK: false),
        new InTopK("InTopKV2(predictions: float, targets: T, k: T) -> precision: bool; T: {int32, int64} = int32", inputK: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        (Shape predictions, Shape targets) = (c.WithRank(0, 2), c.WithRank(1, 1));
        if (inputK) c.WithRank(2, 0);
        c.Output(0, Shape.Of(c.MergeSizes(predictions[0], targets[0])));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Judge(inputK ? null : r.Int("k"));
    }

    private sealed class Judge(long? attribute) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor predictions, Tensor targets) = (s.Input(0), s.Input(1));
            s.Require(predictions.Shape.Rank == 2, "predictions must be 2-dimensional");
            s.Require(targets.Shape.Rank == 1, "targets must be 1-dimensional");
            s.Require(predictions.Shape[0] == targets.Shape[0],
                $"First dimension of predictions {predictions.Shape[0]} must match length of targets {targets.Shape[0]}");
            s.Require(attribute.HasValue || s.Input(2).Shape.Rank == 0, "k must be a scalar");
            long k = attribute ?? s.Input(2).Integer(0);
            int classes = (int)predictions.Shape[1];
            ReadOnlySpan<float> scores = predictions.Elements<float>();
            Span<bool> judged = s.Output(0, targets.ElementCount).Elements<bool>();
            for (int i = 0; i < judged.Length; i++) judged[i] = IsIn(scores.Slice(i * classes, classes), targets.Integer(i), k);
        }

        private static bool IsIn(ReadOnlySpan<float> scores, long target, long k)
        {
            if ((ulong)target >= (ulong)scores.Length || !float.IsFinite(scores[(int)target])) return false;
            float own = scores[(int)target];
            long above = 0;
            foreach (float score in scores)
            {
                if (!float.IsFinite(score)) return false;
                if (score > own && ++above > k) break;
            }

            return above < k;
        }
    }
}
