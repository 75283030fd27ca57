namespace Weir.Printing;

/// <summary>Prints the elements of one array, all at the same width where numpy aligns them.</summary>
internal abstract class ElementFormat
{
    public abstract string Format(long index);
}

/// <summary>Elements whose text does not depend on their neighbours.</summary>
internal sealed class PlainFormat(Func<long, string> text) : ElementFormat
{
    public override string Format(long index) => text(index);
}

/// <summary>Elements that are aligned to the right: integers.</summary>
internal sealed class AlignedFormat : ElementFormat
{
    private readonly Func<long, string> text;
    private readonly int width;

    public AlignedFormat(Func<long, string> text, IEnumerable<long> visible)
    {
        this.text = text;
        foreach (long index in visible) width = Math.Max(width, text(index).Length);
    }

    public override string Format(long index) => text(index).PadLeft(width);
}

/// <summary>Elements of a structure with one field, as numpy holds TensorFlow's quantized numbers: <c>(1,)</c>.</summary>
internal sealed class OneFieldFormat(ElementFormat field) : ElementFormat
{
    public override string Format(long index) => $"({field.Format(index)},)";
}

/// <summary>Complex numbers: two floats, each aligned with its own kind.</summary>
internal sealed class ComplexFormat(ElementFormat real, ElementFormat imaginary) : ElementFormat
{
    public override string Format(long index)
    {
        string text = imaginary.Format(index);
        string number = text.TrimEnd(' ');
        return real.Format(index) + number + "j" + text[number.Length..];
    }
}
