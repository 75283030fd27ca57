using Weir.Definitions;
using Weir.Patterns;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Replaces the matches of a pattern in RE2's syntax, or the first one. Pattern and replacement are attributes or inputs.</summary>
/// <remarks>A fixed pattern is compiled when the plan is made; what a matcher learns of it serves the next run. Source: regex_replace_op.cc.</remarks>
internal sealed class RegexReplace(string definition) : Op
{
    public static readonly Op[] All =
    [
        new RegexReplace("RegexReplace(input: string, pattern: string, rewrite: string) -> output: string; replace_global: bool = true"),
        new RegexReplace("StaticRegexReplace(input: string) -> output: string; pattern: string; rewrite: string; replace_global: bool = true"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 1; i < c.InputCount; i++) c.WithRank(i, 0);
        c.Output(0, c.Input(0));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.InputTypes.Count > 1
        ? new ReplaceDynamic(r.Bool("replace_global"))
        : new ReplaceStatic(BytePattern.Parse(r.Bytes("pattern")), r.Bytes("rewrite"), r.Bool("replace_global"));

    private static void Run(StepContext s, PatternReplacer replacer)
    {
        byte[][] from = s.Input(0).Strings;
        byte[][] to = s.OutputLike(0, s.Input(0)).Strings;
        for (int i = 0; i < from.Length; i++) to[i] = replacer.Replace(from[i]);
    }

    private sealed class ReplaceStatic(BytePattern pattern, byte[] rewrite, bool isGlobal) : Kernel
    {
        private readonly IdleObjects<PatternReplacer> idle = new();

        public override void Run(StepContext s)
        {
            PatternReplacer replacer = idle.Take() ?? new PatternReplacer(pattern, rewrite, isGlobal);
            RegexReplace.Run(s, replacer);
            idle.TryKeep(replacer);
        }
    }

    private sealed class ReplaceDynamic(bool isGlobal) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(1).Shape.Rank == 0, $"Pattern must be scalar, but received {s.Input(1).Shape}");
            s.Require(s.Input(2).Shape.Rank == 0, $"Rewrite must be scalar, but received {s.Input(2).Shape}");
            RegexReplace.Run(s, new PatternReplacer(BytePattern.Parse(s.Input(1).Strings[0]), s.Input(2).Strings[0], isGlobal));
        }
    }
}
