using System.Text;
using Weir.Codec.NumPy;
using Weir.Codec.Python;

namespace Weir.Codec.Pickle;

/// <summary>One of the names that a pickle of plain values may use.</summary>
internal sealed record PickledName(string Name) : PythonValue
{
    public override string TypeName => "type";
}

/// <summary>A numpy type in the making: its byte order comes later.</summary>
internal sealed record PickledType(string Name) : PythonValue
{
    public char Order { get; set; } = '|';

    public override string TypeName => "dtype";
}

/// <summary>A numpy array; its content comes later than its first use.</summary>
internal sealed record PickledArray : PythonValue
{
    /// <summary>The array: a tensor, or nested lists where numpy keeps Python objects; null until it is known.</summary>
    public PythonValue? Content { get; set; }

    public override string TypeName => "ndarray";
}

/// <summary>A tensor among Python values.</summary>
internal sealed record PythonTensor(Tensor Tensor) : PythonValue
{
    public override string TypeName => "ndarray";
}

/// <summary>What the few functions do that pickles of numpy arrays call. No other function is ever called.</summary>
internal sealed class PickledNumpy(PickleReader reader, long maxBytes)
{
    /// <summary>The names that are let through, by the name under which <see cref="Call"/> knows them.</summary>
    public static PickledName Find(string module, string name)
    {
        string known = (module, name) switch
        {
            ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => "reconstruct",
            ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => "scalar",
            ("numpy.core.numeric" or "numpy._core.numeric", "_frombuffer") => "frombuffer",
            ("numpy", "ndarray") => "ndarray",
            ("numpy", "dtype") => "dtype",
            ("_codecs", "encode") => "encode",
            ("builtins" or "__builtin__", "complex") => "complex",
            _ => throw new TfException(StatusCode.Unimplemented, $"The pickle names {module}.{name}. Only numbers, strings, lists, tuples, dicts and numpy arrays are read; nothing was run."),
        };
        return new PickledName(known);
    }

    public PythonValue Call(PickledName function, IReadOnlyList<PythonValue> arguments) => (function.Name, arguments) switch
    {
        ("reconstruct", _) => new PickledArray(),
        ("dtype", [PythonStr { Value: var name }, ..]) => new PickledType(name),
        ("encode", [PythonStr { Value: var text }, PythonStr { Value: "latin1" or "latin-1" }]) => new PythonBytes(Latin1(text)),
        ("scalar", [PickledType type, var data]) => Array(type, [], false, data),
        ("frombuffer", [var data, PickledType type, PythonSequence shape, PythonStr { Value: "C" or "F" } order]) => Array(type, Sizes(shape), order.Value == "F", data),
        ("complex", [PythonFloat real, PythonFloat imaginary]) => new PythonComplex(new(real.Value, imaginary.Value)),
        _ => throw reader.Refused($"a call of {function.Name} with other arguments than numpy's"),
    };

    /// <summary>Gives an object its state.</summary>
    public void Build(PythonValue target, PythonValue state)
    {
        switch (target, state)
        {
            case (PickledType type, PythonSequence { Items: [_, PythonStr { Value: [var order] }, ..] }):
                type.Order = order;
                break;
            case (PickledArray array, PythonSequence { Items: [_, PythonSequence shape, PickledType type, PythonBool isFortran, var data] }):
                array.Content = Array(type, Sizes(shape), isFortran.Value, data);
                break;
            default: throw reader.Refused("a state that is not numpy's");
        }
    }

    private PythonValue Array(PickledType type, long[] sizes, bool isFortran, PythonValue data)
    {
        if (type.Name is "O8" or "O4" or "O") return Objects(sizes, data);
        NpyDescr descr = NpyDescr.Parse(new PythonStr(type.Order + type.Name));
        byte[] bytes = data switch
        {
            PythonBytes b => b.Value,
            PythonStr s => Latin1(s.Value),
            _ => throw reader.Refused("the data of an array is of another type than bytes"),
        };
        using MemoryStream stream = new(bytes);
        return new PythonTensor(new NpyReader(stream, bytes.Length, maxBytes).Read(new NpyHeader(descr, isFortran, sizes)));
    }

    /// <summary>An array of Python objects, as nested lists.</summary>
    private PythonValue Objects(long[] sizes, PythonValue data)
    {
        if (data is not PythonSequence { Items: var items } || Shape.CountOrOverflow(sizes) != items.Count) throw reader.Refused("an object array has another number of elements than its shape");
        if (sizes.Length == 0) return items[0];
        for (int axis = sizes.Length - 1; axis > 0 && items.Count > 0; axis--)
        {
            items = [.. items.Chunk((int)sizes[axis]).Select(part => new PythonSequence([.. part], IsTuple: false))];
        }

        return new PythonSequence(items, IsTuple: false);
    }

    private long[] Sizes(PythonSequence shape)
    {
        long[] sizes = new long[shape.Items.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (shape.Items[i] is not PythonInt { Value: var size } || size < 0 || size > long.MaxValue) throw reader.Refused("a shape with something else than sizes");
            sizes[i] = (long)size;
        }

        return sizes;
    }

    private byte[] Latin1(string text) => text.All(c => c <= 0xff) ? Encoding.Latin1.GetBytes(text) : throw reader.Refused("bytes with characters beyond Latin-1");
}
