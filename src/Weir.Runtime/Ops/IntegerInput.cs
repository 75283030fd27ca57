namespace Weir.Ops;

/// <summary>Inputs that say sizes, axes and positions: int32 or int64, some int8, int16 or uint8, read as 64-bit numbers.</summary>
internal static class IntegerInput
{
    /// <summary>One element.</summary>
    public static long Integer(this Tensor tensor, int index) => tensor.DType switch
    {
        DType.Int32 => tensor.Elements<int>()[index],
        DType.Int64 => tensor.Elements<long>()[index],
        DType.Int16 => tensor.Elements<short>()[index],
        DType.UInt8 => tensor.Elements<byte>()[index],
        DType.Int8 => tensor.Elements<sbyte>()[index],
        _ => throw new TfException(StatusCode.InvalidArgument, $"Sizes, axes and positions are integers, not {tensor.DType.TfName()}."),
    };

    /// <summary>All elements.</summary>
    public static void Integers(this Tensor tensor, Span<long> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = tensor.Integer(i);
    }

    /// <summary>A copy of all elements.</summary>
    public static long[] Integers(this Tensor tensor)
    {
        long[] values = new long[checked((int)tensor.ElementCount)];
        tensor.Integers(values);
        return values;
    }

    /// <summary>Writes one element of int32 or int64.</summary>
    public static void SetInteger(this Tensor tensor, int index, long value)
    {
        if (tensor.DType == DType.Int64) tensor.Elements<long>()[index] = value;
        else tensor.Elements<int>()[index] = (int)value;
    }

    /// <summary>Writes elements of int32 or int64.</summary>
    public static void SetIntegers(this Tensor tensor, ReadOnlySpan<long> values)
    {
        if (tensor.DType == DType.Int64)
        {
            values.CopyTo(tensor.Elements<long>());
            return;
        }

        Span<int> elements = tensor.Elements<int>();
        for (int i = 0; i < values.Length; i++) elements[i] = (int)values[i];
    }
}
