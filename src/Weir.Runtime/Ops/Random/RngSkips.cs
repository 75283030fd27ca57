using Weir.Definitions;
using Weir.Sessions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Moves the generator of a variable on by so many elements, with or without saying where it was.</summary>
/// <remarks>Source: stateful_random_ops.cc.</remarks>
internal sealed class RngSkips(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new RngSkips("RngReadAndSkip(resource: resource, alg: int32, delta: uint64) -> value: int64 | stateful"),
        new RngSkips("RngSkip(resource: resource, algorithm: int64, delta: int64) | stateful"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 3; i++) c.WithRank(i, 0);
        if (c.OutputCount > 0) c.Output(0, Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Skip();

    private sealed class Skip : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor algorithm, Tensor delta) = (s.Input(1), s.Input(2));
            s.Require(algorithm.ElementCount == 1, $"algorithm must be of shape [], not {algorithm.Shape}");
            s.Require(delta.ElementCount == 1, $"delta must be of shape [], not {delta.Shape}");
            ulong elements = delta.DType == DType.UInt64 ? delta.Elements<ulong>()[0] : (ulong)delta.Integer(0);
            PhiloxGenerator before = GeneratorVariable.Skip(s, s.Resource<VariableCell>(0), algorithm.Integer(0), (UInt128)elements * RandomSource.BlocksPerElement);
            if (s.OutputCount == 0) return;
            Span<long> state = s.Output(0, 3).Elements<long>();
            (state[0], state[1], state[2]) = ((long)(ulong)before.Counter, (long)(ulong)(before.Counter >> 64), (long)before.Key);
        }
    }
}
