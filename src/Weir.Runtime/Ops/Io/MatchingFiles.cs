using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The files and folders that patterns with <c>*</c>, <c>?</c> and <c>[...]</c> match, sorted by their bytes.</summary>
/// <remarks>Source: matching_files_op.cc, file_system_helper.cc.</remarks>
internal sealed class MatchingFiles : Op
{
    public override OpDefinition Definition { get; } = "MatchingFiles(pattern: string) -> filenames: string";

    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c)
    {
        c.Require(c.Input(0).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(0).Rank}");
        c.Output(0, Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Match();

    private sealed class Match : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank <= 1, $"Input patterns tensor must be scalar or vector, but had shape: {s.Input(0).Shape}");
            List<byte[]> names = [];
            foreach (byte[] pattern in s.Input(0).Strings) names.AddRange(FilePattern.Find(s.Files, Encoding.UTF8.GetString(pattern)).Select(Encoding.UTF8.GetBytes));
            names.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
            names.CopyTo(s.Output(0, names.Count).Strings);
        }
    }
}
