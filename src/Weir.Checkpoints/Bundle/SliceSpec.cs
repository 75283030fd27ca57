namespace Weir.Bundles;

/// <summary>The part of a tensor that a restore asks for: <c>4 5 0,2:-</c> is rows 0 and 1 of a tensor of shape [4,5].</summary>
/// <param name="FullShape">The shape of the whole tensor.</param>
/// <param name="Slice">The part.</param>
/// <remarks>Source: <c>ParseShapeAndSlice</c> in TensorFlow's <c>saved_tensor_slice_util.cc</c>.</remarks>
internal sealed record SliceSpec(Shape FullShape, TensorSlice Slice)
{
    /// <summary>Reads a specification.</summary>
    /// <param name="text">Sizes, then the slice, with single blanks between.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is none. INTERNAL: the slice does not fit the shape.</exception>
    public static SliceSpec Parse(string text)
    {
        string[] parts = text.Split(' ');
        if (parts.Length < 2)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Need least two elements in shape_and_slice specification: {text}");
        }

        TensorSlice slice = TensorSlice.Parse(parts[^1]);
        long[] sizes = new long[parts.Length - 1];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!TensorSlice.TryParse(parts[i], out sizes[i]) || sizes[i] < 0)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Non numerical dimension in shape_and_slice: {text}");
            }
        }

        SliceSpec spec = new(Shape.Of(sizes), slice);
        slice.Resolve(spec.FullShape);
        return spec;
    }
}
