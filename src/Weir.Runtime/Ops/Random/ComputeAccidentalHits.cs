using System.Runtime.InteropServices;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Where candidates that were drawn are true classes: row, place among the candidates, and a weight that rules them out.</summary>
/// <remarks>Of a candidate that was drawn twice the last place counts. Source: candidate_sampler_ops.cc.</remarks>
internal sealed class ComputeAccidentalHits : Op
{
    public override OpDefinition Definition { get; } = "ComputeAccidentalHits(true_classes: int64, sampled_candidates: int64) -> indices: int32, ids: int64, weights: "
        + "float; num_true: int; seed: int = 0; seed2: int = 0";

    public override void InferShapes(ShapeContext c)
    {
        Shape classes = c.WithRank(0, 2);
        long count = c.Attributes.Get<long>("num_true");
        c.Require(classes[1] < 0 || classes[1] == count, $"Dimension must be {count} but is {classes[1]}");
        c.WithRank(1, 1);
        c.AllOutputs(Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("seed", "seed2");
        return new Hits(r.Int("num_true"));
    }

    private sealed class Hits(long trueCount) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor classes, Tensor candidates) = (s.Input(0), s.Input(1));
            s.Require(classes.Shape.Rank == 2 && classes.Shape[1] == trueCount, "true_candidates must be a batch_size * num_true matrix");
            s.Require(candidates.Shape.Rank == 1, "sampled_candidates must be a vector, which is typically an output from CandidateSampler");
            Dictionary<long, long> places = [];
            ReadOnlySpan<long> drawn = candidates.Elements<long>(), values = classes.Elements<long>();
            for (int i = 0; i < drawn.Length; i++) places[drawn[i]] = i;
            (List<int> rows, List<long> hits) = ([], []);
            for (int i = 0; i < values.Length; i++)
            {
                if (!places.TryGetValue(values[i], out long place)) continue;
                rows.Add((int)(i / trueCount));
                hits.Add(place);
            }

            CollectionsMarshal.AsSpan(rows).CopyTo(s.Output(0, rows.Count).Elements<int>());
            CollectionsMarshal.AsSpan(hits).CopyTo(s.Output(1, rows.Count).Elements<long>());
            s.Output(2, rows.Count).Elements<float>().Fill(float.MinValue);
        }
    }
}
