using System.Numerics;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions;

/// <summary>A tensor under another dtype, as <c>numpy.asarray(array, dtype)</c> casts.</summary>
internal static class ArrayCast
{
    /// <summary>The tensor itself, with a reference of its own, if the dtype is right already.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: an element can not be converted.</exception>
    public static Tensor To(Tensor source, DType dtype)
    {
        if (source.DType == dtype) return source.Share();
        Tensor target = Tensor.Allocate(dtype, source.Shape);
        ElementWriter writer = new(target, isArrayCast: true);
        for (long i = 0; i < source.ElementCount; i++) writer.Write(i, Element(source, (int)i));
        return target;
    }

    /// <summary>The elements as nested lists; a scalar as itself.</summary>
    public static PythonValue ToLists(Tensor source)
    {
        if (source.Shape.Rank == 0) return Element(source, 0);
        List<PythonValue> items = [];
        for (int i = 0; i < source.ElementCount; i++) items.Add(Element(source, i));
        for (int axis = source.Shape.Rank - 1; axis > 0; axis--)
        {
            int size = (int)source.Shape[axis];
            items = size == 0
                ? [.. Enumerable.Repeat(new PythonSequence([], IsTuple: false), (int)source.Shape.Slice(..axis).ElementCount)]
                : [.. items.Chunk(size).Select(part => new PythonSequence([.. part], IsTuple: false))];
        }

        return new PythonSequence(items, IsTuple: false);
    }

    /// <summary>One element as the Python value that it becomes in a list.</summary>
    public static PythonValue Element(Tensor source, int i) => source.DType switch
    {
        DType.Bool => new PythonBool(source.AsSpan<bool>()[i]),
        DType.String => new PythonBytes(source.Strings[i]),
        DType.Float16 => new PythonFloat((double)source.AsSpan<Half>()[i]),
        DType.Float32 => new PythonFloat(source.AsSpan<float>()[i]),
        DType.Float64 => new PythonFloat(source.AsSpan<double>()[i]),
        DType.Complex64 => new PythonComplex(source.AsSpan<Complex64>()[i]),
        DType.Complex128 => new PythonComplex(source.AsSpan<Complex>()[i]),
        DType.Int8 => new PythonInt(source.AsSpan<sbyte>()[i]),
        DType.Int16 => new PythonInt(source.AsSpan<short>()[i]),
        DType.Int32 => new PythonInt(source.AsSpan<int>()[i]),
        DType.Int64 => new PythonInt(source.AsSpan<long>()[i]),
        DType.UInt8 => new PythonInt(source.AsSpan<byte>()[i]),
        DType.UInt16 => new PythonInt(source.AsSpan<ushort>()[i]),
        DType.UInt32 => new PythonInt(source.AsSpan<uint>()[i]),
        DType.UInt64 => new PythonInt(source.AsSpan<ulong>()[i]),
        _ => throw new TfException(StatusCode.InvalidArgument, $"an array of {source.DType.TfName()} can not be cast"),
    };
}
