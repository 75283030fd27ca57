using System.Globalization;
using System.Text;
using Weir.Codec.Python;
using Weir.Printing;

namespace Weir.Cli.Expressions;

/// <summary>Python's <c>str</c> and <c>repr</c> of literals.</summary>
internal static class PythonText
{
    /// <summary><c>str(value)</c>: what a number becomes among strings. Bytes are taken as they are.</summary>
    public static string Str(PythonValue value) => value switch
    {
        PythonStr s => s.Value,
        PythonBytes b => Encoding.Latin1.GetString(b.Value),
        _ => Repr(value),
    };

    /// <summary><c>repr(value)</c>.</summary>
    public static string Repr(PythonValue value) => value switch
    {
        PythonStr s => PythonRepr.Text(s.Value),
        PythonBytes b => PythonRepr.Bytes(b.Value),
        PythonBool b => b.Value ? "True" : "False",
        PythonInt i => i.Value.ToString(CultureInfo.InvariantCulture),
        PythonFloat f => PythonRepr.Float(f.Value),
        PythonComplex c => ScalarText.Complex(c.Value, FloatKind.Float64),
        PythonNone => "None",
        PythonSequence { IsTuple: true, Items: [var only] } => $"({Repr(only)},)",
        PythonSequence { IsTuple: true } t => $"({List(t.Items)})",
        PythonSequence l => $"[{List(l.Items)}]",
        PythonSet { Items: [] } => "set()",
        PythonSet s => $"{{{List(s.Items)}}}",
        PythonDict d => $"{{{string.Join(", ", d.Items.Select(p => $"{Repr(p.Key)}: {Repr(p.Value)}"))}}}",
        _ => "Ellipsis",
    };

    private static string List(IEnumerable<PythonValue> items) => string.Join(", ", items.Select(Repr));
}
