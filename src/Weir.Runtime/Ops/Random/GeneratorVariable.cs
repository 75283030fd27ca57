using Weir.Sessions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The state of a Philox generator in a variable of int64: the counter, low half first, and the key.</summary>
/// <remarks>Source: stateful_random_ops.cc, rng_alg.h.</remarks>
internal static class GeneratorVariable
{
    private const int Words = 3;

    /// <summary>The generator that the variable holds; the variable's goes on by so many blocks.</summary>
    public static PhiloxGenerator Skip(StepContext s, VariableCell variable, long algorithm, UInt128 blocks)
    {
        using VariableUpdate update = variable.BeginUpdate();
        Tensor state = update.Current ?? throw new TfException(StatusCode.NotFound, $"Resource {variable.Container}/{variable.Name} does not exist: the variable is uninitialized.");
        s.Require(state.DType == DType.Int64, $"dtype of RNG state variable must be int64, not {state.DType.TfName()}");
        s.Require(state.Shape.Rank == 1, $"RNG state must have one and only one dimension, not {state.Shape.Rank}");
        RandomAlgorithm.RequireOfState(s, algorithm);
        s.Require(state.ElementCount >= Words, $"For the Philox algorithm, the size of state must be at least {Words}; got {state.ElementCount}");
        Span<long> words = update.Writable(s.Limits).Elements<long>();
        PhiloxGenerator taken = new((ulong)words[2], new UInt128((ulong)words[1], (ulong)words[0]));
        UInt128 counter = taken.Skipped(blocks).Counter;
        (words[0], words[1]) = ((long)(ulong)counter, (long)(ulong)(counter >> 64));
        return taken;
    }
}
