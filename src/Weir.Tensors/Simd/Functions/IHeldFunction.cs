namespace Weir.Simd;

/// <summary>A function for a loop over floats, which holds its constants in registers.</summary>
/// <remarks>
/// Written into the code, each constant is read from memory again for each vector: there are more of them than other operands, and loads are what
/// limits such a loop. Read from a table that the compiler does not see into, they stay.
/// </remarks>
internal unsafe interface IHeldFunction<TSelf, V>
{
    /// <param name="table">The function's constants.</param>
    static abstract TSelf Of(float* table);

    V Invoke(V x);
}
