using System.Numerics;

namespace Weir.Codec.Python;

/// <summary>A value that Python's <c>ast.literal_eval</c> can give.</summary>
internal abstract record PythonValue
{
    /// <summary>The name of the value's type, as Python's messages print it.</summary>
    public abstract string TypeName { get; }

    /// <summary>Whether a dict or a set may hold the value as a key.</summary>
    public virtual bool IsHashable => true;
}

internal sealed record PythonNone : PythonValue
{
    public static PythonNone Instance { get; } = new();

    public override string TypeName => "NoneType";
}

internal sealed record PythonEllipsis : PythonValue
{
    public static PythonEllipsis Instance { get; } = new();

    public override string TypeName => "ellipsis";
}

internal sealed record PythonBool(bool Value) : PythonValue
{
    public override string TypeName => "bool";
}

internal sealed record PythonInt(BigInteger Value) : PythonValue
{
    public override string TypeName => "int";
}

internal sealed record PythonFloat(double Value) : PythonValue
{
    public override string TypeName => "float";
}

internal sealed record PythonComplex(Complex Value) : PythonValue
{
    public override string TypeName => "complex";
}

/// <param name="Value">UTF-16; may hold surrogates without a partner, as Python's strings may.</param>
internal sealed record PythonStr(string Value) : PythonValue
{
    public override string TypeName => "str";
}

internal sealed record PythonBytes(byte[] Value) : PythonValue
{
    public override string TypeName => "bytes";
}

/// <summary>A list or a tuple.</summary>
internal sealed record PythonSequence(IReadOnlyList<PythonValue> Items, bool IsTuple) : PythonValue
{
    public override string TypeName => IsTuple ? "tuple" : "list";

    public override bool IsHashable => IsTuple && Items.All(i => i.IsHashable);
}

internal sealed record PythonSet(IReadOnlyList<PythonValue> Items) : PythonValue
{
    public override string TypeName => "set";

    public override bool IsHashable => false;
}

/// <param name="Items">Keys and values in the order written; a key that is written twice is there twice, and the last one counts.</param>
internal sealed record PythonDict(IReadOnlyList<KeyValuePair<PythonValue, PythonValue>> Items) : PythonValue
{
    public override string TypeName => "dict";

    public override bool IsHashable => false;
}
