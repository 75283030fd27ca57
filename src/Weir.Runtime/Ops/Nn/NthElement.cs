using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The element of each row of the last dimension that has n below it, or with reverse n above it.</summary>
/// <remarks>Source: nth_element_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class NthElement : Op
{
    public override OpDefinition Definition { get; } = "NthElement(input: T, n: int32) -> values: T; reverse: bool = false; T: {realnumbers}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, 1);
        c.WithRank(1, 0);
        if (!x.HasRank) return;
        bool known = c.TryConstant(1, out long[] n);
        c.Require(!known || n[0] >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {(known ? n[0] : 0)}");
        c.Require(!known || x[-1] < 0 || x[-1] > n[0], $"Input must have last dimension > n = {(known ? n[0] : 0)} but is {x[-1]}");
        c.Output(0, x.Slice(..^1));
    }

    // Shared equally among ties.
    public override void Gradient(GradientContext g)
    {
        Output chosen = CastOp.Build(Comparisons.Equal(ExpandDims.Build(g.Output(0), -1), g.Input(0)), g.Outgoing(0).DType);
        Output ties = Reductions.Sum(chosen, g.Graph.Const(-1), keepDims: true);
        g.Flow(0, chosen / ties * ExpandDims.Build(g.Outgoing(0), -1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, new Maker(r.Bool("reverse")));

    private readonly struct Maker(bool reverse) : IKernelMaker
    {
        public unsafe Kernel Make<T>() where T : unmanaged => sizeof(T) <= 4 ? new Nth<T, ulong>(reverse) : new Nth<T, UInt128>(reverse);
    }

    private sealed class Nth<T, TKey>(bool reverse) : Kernel
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        public override unsafe void Run(StepContext s)
        {
            (Tensor x, Tensor position) = (s.Input(0), s.Input(1));
            s.Require(position.Shape.Rank == 0, $"N must be scalar but has rank {position.Shape.Rank}");
            int n = position.Elements<int>()[0];
            s.Require(n >= 0, $"n must be non-negative but is {n}");
            s.Require(x.Shape.Rank >= 1, $"Input must be at least rank 1 but is rank {x.Shape.Rank}");
            s.Require(x.Shape[-1] > n, $"Input must have last dimension > n = {n}");
            int length = (int)x.Shape[-1];
            ReadOnlySpan<T> elements = x.Elements<T>();
            Span<T> values = s.Output(0, x.Shape.Dimensions[..^1]).Elements<T>();
            Span<TKey> keys = new(Scratch.Get<TKey>(ScratchUse.Reduction, length), length);
            for (int row = 0; row < values.Length; row++)
            {
                ReadOnlySpan<T> source = elements.Slice(row * length, length);
                for (int i = 0; i < length; i++) keys[i] = SortKeys.Of<T, TKey>(source[i], i);
                keys.Sort();
                values[row] = source[SortKeys.Position(keys[reverse ? length - 1 - n : n])];
            }
        }
    }
}
