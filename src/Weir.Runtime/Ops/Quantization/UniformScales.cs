namespace Weir.Ops;

/// <summary>The scales and zero points of a quantized tensor: one of each, or one for each place along a dimension.</summary>
/// <remarks>Source: uniform_quant_ops_tensor_utils.cc.</remarks>
internal readonly ref struct UniformScales
{
    private readonly ReadOnlySpan<float> scales;
    private readonly ReadOnlySpan<int> zeros;

    private UniformScales(ReadOnlySpan<float> scales, ReadOnlySpan<int> zeros, int run)
    {
        this.scales = scales;
        this.zeros = zeros;
        Run = run;
    }

    /// <summary>How many elements behind each other have the same scale.</summary>
    public int Run { get; }

    /// <summary>How many scales there are.</summary>
    public int Count => scales.Length;

    /// <summary>Reads them.</summary>
    /// <param name="s">The node.</param>
    /// <param name="input">The input that is the scales; the zero points are the next.</param>
    /// <param name="shape">The quantized tensor's shape.</param>
    /// <param name="axis">The dimension that has a scale for each place; -1: none.</param>
    /// <param name="name">What the tensor is called.</param>
    public static UniformScales Of(StepContext s, int input, Shape shape, long axis, string name)
    {
        (Tensor scales, Tensor zeros) = (s.Input(input), s.Input(input + 1));
        s.Require(scales.Shape.Equals(zeros.Shape), $"scales and zero_points shape must be same, but given scales shape {scales.Shape} and zero_points shape {zeros.Shape}");
        s.Require(axis >= -1 && axis < shape.Rank, $"quantization_axis must be -1 or below the rank of {shape}, but is {axis}");
        if (axis < 0) s.Require(scales.Shape.Rank == 0, $"scales/zero_points must be scalar tensors. got scales.dims() {scales.Shape.Rank}");
        else s.Require(scales.Shape.Rank == 1 && scales.Shape[0] == shape[(int)axis], $"scales/zero_points must be vectors of {shape[(int)axis]} elements along dimension {axis}: {scales.Shape}");
        foreach (float scale in scales.Elements<float>()) s.Require(scale > 0, $"{name}scales elements must be all positive.");
        long run = axis < 0 ? shape.ElementCount : Slabs.Of(shape.Dimensions, (int)axis).Inner;
        return new UniformScales(scales.Elements<float>(), zeros.Elements<int>(), (int)run);
    }

    /// <summary>The scale of a place; there may be but one for all.</summary>
    public float Scale(int place) => scales[scales.Length == 1 ? 0 : place];

    /// <summary>The zero point of a place.</summary>
    public int Zero(int place) => zeros[zeros.Length == 1 ? 0 : place];
}
