namespace Weir.Ops;

/// <summary>The order in which non-maximum suppression picks boxes.</summary>
/// <param name="boxes">Four corners each in any order, or all overlaps as a matrix.</param>
/// <param name="scores">One a box.</param>
/// <param name="areOverlaps">What <paramref name="boxes"/> is.</param>
/// <param name="threshold">Overlaps above this suppress.</param>
/// <param name="least">Scores up to this do not count.</param>
/// <param name="sigma">Above 0: overlaps mark down instead, whatever the threshold.</param>
internal sealed class BoxSelection(float[] boxes, float[] scores, bool areOverlaps, float threshold, float least, float sigma)
{
    private readonly float scale = sigma > 0 ? -0.5f / sigma : 0;

    /// <summary>Picks up to so many boxes, with the scores at which they were picked.</summary>
    public (int[] Indices, float[] Scores) Select(int most)
    {
        // A box that is marked down goes back into the queue and has then to be compared only with those picked since.
        PriorityQueue<(int Box, float Score, int Compared), (float Score, int Box)> queue = new(Comparer<(float Score, int Box)>.Create(
            (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Box.CompareTo(b.Box)));
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > least) queue.Enqueue((i, scores[i], 0), (scores[i], i));
        }

        List<int> selected = [];
        List<float> kept = [];
        while (selected.Count < most && queue.TryDequeue(out (int Box, float Score, int Compared) next, out _))
        {
            (float score, bool suppressed) = (next.Score, false);
            for (int j = selected.Count - 1; j >= next.Compared && !suppressed; j--)
            {
                float overlap = Overlap(next.Box, selected[j]);
                score *= sigma > 0 ? MathF.Exp(scale * overlap * overlap) : overlap <= threshold ? 1 : 0;
                suppressed = sigma <= 0 && overlap > threshold;
                if (score <= least) break;
            }

            if (suppressed) continue;
            if (score == next.Score)
            {
                selected.Add(next.Box);
                kept.Add(score);
            }
            else if (score > least) queue.Enqueue((next.Box, score, selected.Count), (score, next.Box));
        }

        return ([.. selected], [.. kept]);
    }

    private float Overlap(int a, int b)
    {
        if (areOverlaps) return boxes[(a * scores.Length) + b];
        (float top, float left, float bottom, float right) = Corners(a);
        (float otherTop, float otherLeft, float otherBottom, float otherRight) = Corners(b);
        float area = (bottom - top) * (right - left), otherArea = (otherBottom - otherTop) * (otherRight - otherLeft);
        if (area <= 0 || otherArea <= 0) return 0;
        float height = Math.Max(Math.Min(bottom, otherBottom) - Math.Max(top, otherTop), 0), width = Math.Max(Math.Min(right, otherRight) - Math.Max(left, otherLeft), 0);
        float common = height * width;
        return common / (area + otherArea - common);
    }

    private (float Top, float Left, float Bottom, float Right) Corners(int box)
    {
        ReadOnlySpan<float> b = boxes.AsSpan(box * 4, 4);
        return (Math.Min(b[0], b[2]), Math.Min(b[1], b[3]), Math.Max(b[0], b[2]), Math.Max(b[1], b[3]));
    }
}
