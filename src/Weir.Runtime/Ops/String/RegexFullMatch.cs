using Weir.Definitions;
using Weir.Patterns;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>Whether a pattern in RE2's syntax matches whole strings. The pattern is an attribute or an input.</summary>
/// <remarks>A fixed pattern is compiled when the plan is made; what a matcher learns of it serves the next run. Source: regex_full_match_op.cc.</remarks>
internal sealed class RegexFullMatch(string definition) : Op
{
    public static readonly Op[] All =
    [
        new RegexFullMatch("RegexFullMatch(input: string, pattern: string) -> output: bool"),
        new RegexFullMatch("StaticRegexFullMatch(input: string) -> output: bool; pattern: string"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c)
    {
        if (c.InputCount > 1) c.WithRank(1, 0);
        c.Output(0, c.Input(0));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.InputTypes.Count > 1 ? new MatchDynamic() : new MatchStatic(BytePattern.Parse(r.Bytes("pattern")));

    private static void Run(StepContext s, PatternMatcher matcher)
    {
        byte[][] texts = s.Input(0).Strings;
        Span<bool> matches = s.OutputLike(0, s.Input(0)).Elements<bool>();
        for (int i = 0; i < texts.Length; i++) matches[i] = matcher.IsFullMatch(texts[i]);
    }

    private sealed class MatchStatic(BytePattern pattern) : Kernel
    {
        private readonly IdleObjects<PatternMatcher> idle = new();

        public override void Run(StepContext s)
        {
            PatternMatcher matcher = idle.Take() ?? new PatternMatcher(pattern);
            RegexFullMatch.Run(s, matcher);
            idle.TryKeep(matcher);
        }
    }

    private sealed class MatchDynamic : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(1).Shape.Rank == 0, $"Pattern must be scalar, but received {s.Input(1).Shape}");
            RegexFullMatch.Run(s, new PatternMatcher(BytePattern.Parse(s.Input(1).Strings[0])));
        }
    }
}
