using Weir.Ops;

namespace Weir.Plans;

/// <summary>Finds the strands of a plan: branches of its graph that meet in one step, each without what the others need of it.</summary>
/// <remarks>Strands have no strands of their own: where branches lie in each other, those are taken that promise to win more.</remarks>
internal sealed class StrandFinder
{
    /// <summary>Looks at dependencies for each step, after which the search ends; only graphs made for it would need more.</summary>
    private const int LooksForEachStep = 64;

    private readonly BranchOrder order;
    private readonly List<Group> groups = [];

    /// <summary>The weight of all steps before a place.</summary>
    private readonly long[] weightBefore;

    private long looks;

    private StrandFinder(List<Step> steps)
    {
        order = new BranchOrder(steps);
        looks = (long)steps.Count * LooksForEachStep;
        weightBefore = new long[steps.Count + 1];
        for (int i = 0; i < steps.Count; i++) weightBefore[i + 1] = weightBefore[i] + Weight(order.Steps[i]);
    }

    /// <summary>The steps in running order; an element with several parts is strands beside each other.</summary>
    /// <returns>Null where the plan has no two strands that may take long.</returns>
    public static List<Step[][]>? Find(List<Step> steps)
    {
        if (steps.Count(step => Weight(step) > 0) < 2) return null;
        StrandFinder finder = new(steps);
        foreach (BranchOrder.Meeting meeting in finder.order.Meetings) finder.Consider(meeting);
        return finder.groups.Count > 0 ? finder.Arranged() : null;
    }

    /// <summary>What a step may take, in products; what else there is takes microseconds.</summary>
    private static long Weight(Step step) => step.Kernel switch
    {
        LoopKernel or FrameKernel => 8,
        BranchKernel branches => branches.Blocks.Max(branch => branch.Block.Steps.Sum(Weight)),
        PreparingKernel { PreparedInputs.Length: > 0 } => 1,
        _ => 0,
    };

    private void Consider(BranchOrder.Meeting meeting)
    {
        int begin = meeting.Begins[0];
        for (int branch = 1; branch < meeting.Begins.Length; branch++) begin = Math.Max(begin, EndOfNeeded(meeting.Begins[branch], meeting.End(branch)));
        int inside = groups.Count;
        while (inside > 0 && groups[inside - 1].End > begin) inside--;
        if (inside < groups.Count && groups[inside].Begin < begin) begin = groups[inside++].End;

        List<Range> strands = [];
        for (int branch = 0; branch < meeting.Begins.Length; branch++)
        {
            Range range = new(Math.Max(begin, meeting.Begins[branch]), meeting.End(branch));
            if (range.Begin < range.End && WeightOf(range) > 0) strands.Add(range);
        }

        if (strands.Count < 2 || looks < 0) return;
        long won = strands.Sum(WeightOf) - strands.Max(WeightOf);
        if (won <= groups.Skip(inside).Sum(group => group.Won)) return;
        groups.RemoveRange(inside, groups.Count - inside);
        groups.Add(new Group(begin, meeting.Place, strands, won));
    }

    /// <summary>The place after the last step before a range that the range needs.</summary>
    private int EndOfNeeded(int begin, int end)
    {
        int needed = 0;
        for (int place = begin; place < end && looks >= 0; place++)
        {
            looks -= order.Before[place].Length + 1;
            foreach (int source in order.Before[place])
            {
                if (source < begin) needed = Math.Max(needed, source + 1);
            }
        }

        return needed;
    }

    private long WeightOf(Range range) => weightBefore[range.End] - weightBefore[range.Begin];

    private List<Step[][]> Arranged()
    {
        List<Step[][]> arranged = [];
        int place = 0;
        foreach (Group group in groups)
        {
            IEnumerable<Step> beside = group.Strands.SelectMany(InOrder);
            AddEach(InOrder(new Range(place, group.End)).Except(beside));
            arranged.Add([.. group.Strands.Select(strand => InOrder(strand).ToArray())]);
            place = group.End;
        }

        AddEach(InOrder(new Range(place, order.Steps.Count)));
        return arranged;

        void AddEach(IEnumerable<Step> steps) => arranged.AddRange(steps.Select(step => new[] { new[] { step } }));
    }

    /// <summary>Steps as the plan had them: steps of one kind follow each other, and helpers stay awake.</summary>
    private IEnumerable<Step> InOrder(Range range) => order.Steps[range.Begin..range.End].OrderBy(step => step.Number);

    private readonly record struct Range(int Begin, int End);

    /// <summary>Strands that end before one place; what lies between them takes no time and goes before them.</summary>
    private sealed record Group(int Begin, int End, List<Range> Strands, long Won);
}
