namespace Weir.Simd;

/// <summary>One step of an optimizer: what becomes of a variable and its slots when a gradient is applied, element by element.</summary>
/// <remarks>Source: training_ops.cc (TensorFlow 2.15).</remarks>
internal interface IApplyRule
{
    /// <summary>How many slots go with the variable, 0 to 3.</summary>
    static abstract int Slots { get; }

    /// <summary>Computes once what all elements need of the scalars, and writes it over them.</summary>
    /// <param name="s">The op's scalars in the order of its inputs.</param>
    static virtual unsafe void Prepare<V, T>(T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
    }

    /// <summary>Changes some elements.</summary>
    /// <param name="x">The variable's.</param>
    /// <param name="a">The first slot's, where there is one; and so on.</param>
    /// <param name="b">The second slot's.</param>
    /// <param name="c">The third slot's.</param>
    /// <param name="g">The gradient's.</param>
    /// <param name="s">The scalars.</param>
    static abstract unsafe void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}
