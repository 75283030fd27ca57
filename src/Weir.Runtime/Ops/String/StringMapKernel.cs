namespace Weir.Ops;

/// <summary>A kernel that makes one string of each string of input 0.</summary>
internal abstract class StringMapKernel : Kernel
{
    public override void Run(StepContext s)
    {
        Tensor input = s.Input(0);
        byte[][] from = input.Strings;
        byte[][] to = s.OutputLike(0, input).Strings;
        for (int i = 0; i < from.Length; i++) to[i] = Map(from[i]);
    }

    /// <summary>What becomes of a string; it may be the same array, for strings do not change.</summary>
    protected abstract byte[] Map(byte[] text);
}

/// <summary>Such a kernel of a function that needs nothing else.</summary>
internal sealed class StringFunctionKernel(Func<byte[], byte[]> function) : StringMapKernel
{
    protected override byte[] Map(byte[] text) => function(text);
}
