namespace Weir.Plans;

/// <summary>Runs a loop of TensorFlow 1, round after round, until no value goes on to the next.</summary>
/// <param name="enters">From outside to the slots inside.</param>
/// <param name="body">The steps of a round.</param>
/// <param name="exits">From slots inside to outside, in the round in which they are alive.</param>
/// <param name="nexts">From a round's end to the next one's beginning.</param>
/// <param name="ofOneRound">Slots that hold nothing from one round to the next.</param>
/// <param name="constants">Slots that every round sees.</param>
internal sealed class FrameKernel(
    (int From, int To)[] enters, Block body, (int From, int To)[] exits, (int From, int To)[] nexts, int[] ofOneRound, int[] constants) : RegionKernel
{
    public override IEnumerable<(string Purpose, Block Block)> Blocks => [("a round", body)];

    protected override void Run(RunFrame frame)
    {
        bool alive = false;
        foreach ((int from, int to) in enters) alive |= frame.TryTransfer(from, to);
        long round = -1; // The condition is part of a round: of the last one nothing else runs.
        while (alive)
        {
            frame.BeginRound(round++);
            body.Run(frame);
            foreach ((int from, int to) in exits) frame.TryTransfer(from, to);
            alive = false;
            foreach ((int from, int to) in nexts) alive |= frame.TryTransfer(from, to);
            frame.Release(ofOneRound);
        }

        frame.Release(constants);
    }
}
