using System.Diagnostics;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Runs strands of a plan: one after the other, each step on all threads, or side by side, each strand on one thread. Both ways give the same bits.</summary>
/// <param name="strands">Blocks that neither write what another one reads or writes, nor have effects whose order shows.</param>
internal sealed class StrandsKernel(Block[] strands) : RegionKernel
{
    private readonly FasterWay way = new();

    /// <summary>All steps as the plan had them, each strand's in its own order, too: what the steps let go of they let go of in time.</summary>
    private readonly Block inTurn = new([.. strands.SelectMany(strand => strand.Steps).OrderBy(step => step.Number)], [], strands[0].MayBeDead);

    public override IEnumerable<(string Purpose, Block Block)> Blocks => strands.Select((strand, i) => ($"strand {i}", strand));

    protected override void Run(RunFrame frame)
    {
        if (!WorkPool.HasHelpers)
        {
            inTurn.Run(frame);
            return;
        }

        bool isWatched = way.Choose(out bool sideBySide);
        long start = isWatched ? Stopwatch.GetTimestamp() : 0;
        if (sideBySide) RunSideBySide(frame);
        else inTurn.Run(frame);
        if (isWatched) way.Took(sideBySide, Stopwatch.GetTimestamp() - start);
    }

    private void RunSideBySide(RunFrame frame)
    {
        using WorkPool.RunScope limit = WorkPool.EnterRun(frame.Environment.InterOpThreads);
        Job job = new(strands, frame.BeginStrands(strands.Length));
        try
        {
            WorkPool.Run(in job, strands.Length, way.PicosecondsInTurn / strands.Length);
        }
        finally
        {
            frame.EndStrands();
        }
    }

    private readonly struct Job(Block[] strands, RunFrame[] frames) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++) strands[i].Run(frames[i]);
        }
    }
}
