namespace Weir.Ops;

/// <summary>A kernel whose output stands for the same range of floats as its input does: the range goes from two inputs to outputs 1 and 2.</summary>
/// <param name="elements">The kernel of output 0.</param>
/// <param name="first">The input that is the range's minimum; its maximum is the next.</param>
/// <param name="minimum">What TensorFlow calls the minimum.</param>
/// <param name="maximum">What it calls the maximum.</param>
internal sealed class KeptRange(Kernel elements, int first, string minimum, string maximum) : Kernel
{
    public override void Run(StepContext s)
    {
        (float low, float high) = (QuantizedTypes.Scalar(s, first, minimum), QuantizedTypes.Scalar(s, first + 1, maximum));
        elements.Run(s);
        s.SetRange(low, high);
    }
}
