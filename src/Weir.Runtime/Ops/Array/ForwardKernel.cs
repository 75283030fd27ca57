namespace Weir.Ops;

/// <summary>Hands the inputs on as outputs, one by one, without copying.</summary>
internal sealed class ForwardKernel : Kernel
{
    public override void Run(StepContext s)
    {
        for (int i = 0; i < s.OutputCount; i++) s.Forward(i, i);
    }
}
