namespace Weir.Simd;

/// <summary>Work on a range of items that can be cut into chunks, each independent of the others.</summary>
/// <remarks>A struct, so that starting one allocates nothing. The pool passes it by address: it must not change itself.</remarks>
internal interface IParallelJob
{
    /// <summary>Does items <paramref name="begin"/> to <paramref name="end"/>, the end excluded.</summary>
    void Run(long begin, long end);
}
