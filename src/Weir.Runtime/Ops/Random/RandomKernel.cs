using Weir.Simd;

namespace Weir.Ops;

/// <summary>Fills a tensor with elements of a distribution that is always the same.</summary>
internal sealed class RandomKernel<T, TDistribution>(TakeGenerator take, int shapeInput) : Kernel
    where T : unmanaged
    where TDistribution : struct, IDistribution<T>
{
    public override void Run(StepContext s)
    {
        Tensor output = RandomShape.Output(s, shapeInput);
        if (output.ElementCount > 0) RandomFill.Run(take(s, RandomShape.Reserved(output.ElementCount)), output.Elements<T>(), default(TDistribution));
    }
}
