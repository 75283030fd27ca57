using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>An output that is input 0 with some elements changed: in the input's memory where nobody else needs it, else a copy.</summary>
internal static class Amended
{
    /// <summary>Makes output 0. Input 0 must not be read afterwards; the others may.</summary>
    public static Span<T> Output<T>(StepContext s)
    {
        Tensor x = s.Input(0);
        Span<T> source = MovedElements.Of<T>(x);
        bool comesTwice = false;
        for (int i = 1; i < s.InputCount; i++) comesTwice |= ReferenceEquals(x, s.Input(i));
        Span<T> output = MovedElements.Of<T>(comesTwice ? s.OutputLike(0, x) : s.OutputOver(0, 0));
        if (output.Length > 0 && !Unsafe.AreSame(ref source[0], ref output[0])) source.CopyTo(output);
        return output;
    }
}
