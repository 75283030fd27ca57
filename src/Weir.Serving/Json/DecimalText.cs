using System.Globalization;

namespace Weir.Json;

/// <summary>Floating-point numbers as TensorFlow Serving writes them into JSON.</summary>
/// <remarks>
/// Six significant digits where these read back, else as many as always do (nine, seventeen); without zeros at the end; with an exponent below
/// 1e-4 and from the number of digits on; always with a point or an exponent. Source: json_tensor.cc.
/// </remarks>
internal static class DecimalText
{
    /// <summary>Room for any number.</summary>
    public const int MaxLength = 32;

    private const int ShortDigits = 6;

    /// <summary>Writes a number.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(float value, Span<byte> output)
    {
        if (!float.IsFinite(value)) return NotFinite(value, output);
        int length = Format(value, ShortDigits, output);
        if (float.Parse(output[..length], CultureInfo.InvariantCulture) != value) length = Format(value, 9, output);
        return Mark(output, length);
    }

    /// <inheritdoc cref="Write(float, Span{byte})"/>
    public static int Write(double value, Span<byte> output)
    {
        if (!double.IsFinite(value)) return NotFinite(value, output);
        int length = Format(value, ShortDigits, output);
        if (double.Parse(output[..length], CultureInfo.InvariantCulture) != value) length = Format(value, 17, output);
        return Mark(output, length);
    }

    private static int NotFinite(double value, Span<byte> output)
    {
        ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        name.CopyTo(output);
        return name.Length;
    }

    /// <summary>As C's <c>%.*g</c>.</summary>
    private static int Format(double value, int digits, Span<byte> output)
    {
        Span<byte> scientific = stackalloc byte[MaxLength];
        value.TryFormat(scientific, out int length, digits == 6 ? "E5" : digits == 9 ? "E8" : "E16", CultureInfo.InvariantCulture);
        int e = scientific.IndexOf((byte)'E');
        int exponent = int.Parse(scientific[(e + 1)..length], CultureInfo.InvariantCulture);
        int written = 0;
        int at = 0;
        if (scientific[0] == '-')
        {
            output[written++] = (byte)'-';
            at++;
        }

        Span<byte> significant = stackalloc byte[digits];
        significant[0] = scientific[at];
        scientific[(at + 2)..e].CopyTo(significant[1..]);
        ReadOnlySpan<byte> kept = significant.TrimEnd((byte)'0');
        if (kept.IsEmpty) kept = significant[..1];
        bool isScientific = exponent < -4 || exponent >= digits;
        int integers = isScientific ? 1 : exponent + 1;
        if (integers <= 0)
        {
            "0."u8.CopyTo(output[written..]);
            written += 2;
            output.Slice(written, -integers).Fill((byte)'0');
            written += -integers;
            integers = 0;
        }

        for (int i = 0; i < Math.Max(integers, kept.Length); i++)
        {
            if (i == integers && i > 0) output[written++] = (byte)'.';
            output[written++] = i < kept.Length ? kept[i] : (byte)'0';
        }

        if (!isScientific) return written;
        (exponent < 0 ? "e-"u8 : "e+"u8).CopyTo(output[written..]);
        Math.Abs(exponent).TryFormat(output[(written + 2)..], out int exponentLength, "00", CultureInfo.InvariantCulture);
        return written + 2 + exponentLength;
    }

    private static int Mark(Span<byte> output, int length)
    {
        if (output[..length].ContainsAny((byte)'.', (byte)'e')) return length;
        ".0"u8.CopyTo(output[length..]);
        return length + 2;
    }
}
