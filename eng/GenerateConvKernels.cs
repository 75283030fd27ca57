#:property EnforceCodeStyleInBuild=false
// Writes src/Weir.Tensors/Simd/Conv/ConvKernels.cs:
//     dotnet run eng/GenerateConvKernels.cs > src/Weir.Tensors/Simd/Conv/ConvKernels.cs
// As with GenerateMicroKernels.cs the kernels differ in sizes only, and their accumulators must be separate locals.
using System.Text;

var text = new StringBuilder();
void Line(string line) => text.Append(line).Append('\n');

// Pixels x vectors of output channels.
(int Pixels, int Vectors)[] shapes = [.. Enumerable.Range(1, 14).SelectMany(pixels => new[] { (pixels, 1), (pixels, 2) })];

Line("// Written by eng/GenerateConvKernels.cs; change that and run it again.");
Line("using System.Runtime.CompilerServices;");
Line("");
Line("namespace Weir.Simd;");
Line("");
Line("/// <summary>Some neighbouring pixels of a convolution's output, one or two vectors of channels each. The sums stay in registers over the whole depth.</summary>");
Line("internal static unsafe class ConvKernels");
Line("{");
Line("    /// <summary>Runs the kernel for so many pixels and vectors: y = activation(sum * factor + offset + addend).</summary>");
Line("    /// <remarks>");
Line("    /// The depth is cut into <c>runs</c> runs of <c>length</c> elements, of which run i of pixel p begins at <c>x + offsets[i] + p * xStep</c>.");
Line("    /// Filter: two vectors for each element of the depth, of which a kernel for one vector reads the first. Factor and offset: as many vectors;");
Line("    /// addend: as y. Each may be null; a factor has an offset.");
Line("    /// For each element of the depth memory is fetched that is needed later, <c>aheadStep</c> bytes further each time.");
Line("    /// </remarks>");
Line("    [MethodImpl(MethodImplOptions.AggressiveOptimization)]");
Line("    public static void Run<T, V, TActivation>(");
Line("        int pixels, int vectors, nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)");
Line("        where T : unmanaged");
Line("        where V : struct, ILanes<V, T>");
Line("        where TActivation : struct, IUnaryOperator");
Line("    {");
Line("        switch ((vectors * 16) + pixels)");
Line("        {");
foreach ((int pixels, int vectors) in shapes)
{
    Line($"            case ({vectors} * 16) + {pixels}:");
    Line($"                {Name(pixels, vectors)}<T, V, TActivation>(runs, offsets, length, x, xStep, filter, factor, offset, addend, y, yStep, ahead, aheadStep);");
    Line("                return;");
}
Line("            default:");
Line("                throw new ArgumentOutOfRangeException(nameof(pixels));");
Line("        }");
Line("    }");
foreach ((int pixels, int vectors) in shapes)
    Kernel(pixels, vectors);
Line("}");
Console.Write(text);

static string Name(int pixels, int vectors) => $"Pixels{pixels}Vectors{vectors}";

void Kernel(int pixels, int vectors)
{
    // Three pixels share a pointer: [a], [a + step], [a + 2 * step] are addresses that an instruction can hold.
    int groups = (pixels + 2) / 3;
    Line("");
    Line("    [MethodImpl(MethodImplOptions.AggressiveOptimization)]");
    Line($"    private static void {Name(pixels, vectors)}<T, V, TActivation>(nint runs, nint* offsets, nint length, T* x, nint xStep, T* filter, T* factor, T* offset, T* addend, T* y, nint yStep, byte* ahead, nint aheadStep)");
    Line("        where T : unmanaged");
    Line("        where V : struct, ILanes<V, T>");
    Line("        where TActivation : struct, IUnaryOperator");
    Line("    {");
    for (int p = 0; p < pixels; p++)
        Line("        V " + string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"y{p}_{v} = V.Zero")) + ";");
    Line("        for (; runs > 0; runs--, offsets++)");
    Line("        {");
    Line("            T* x0 = x + *offsets;");
    for (int g = 1; g < groups; g++)
        Line($"            T* x{g} = x{g - 1} + (3 * xStep);");
    Line("            for (nint k = length; k > 0; k--)");
    Line("            {");
    for (int v = 0; v < vectors; v++)
        Line($"                V f{v} = V.Load(filter{(v == 0 ? "" : " + V.Count")});");
    for (int p = 0; p < pixels; p++)
    {
        Line($"                V a{p} = V.Create({X(p)});");
        for (int v = 0; v < vectors; v++)
            Line($"                y{p}_{v} = V.MultiplyAdd(a{p}, f{v}, y{p}_{v});");
    }
    for (int g = 0; g < groups; g++)
        Line($"                x{g}++;");
    Line("                Ahead.Fetch(ahead);");
    Line("                ahead += aheadStep;");
    Line("                filter += 2 * V.Count;");
    Line("            }");
    Line("        }");
    Line("        if (factor != null)");
    Line("        {");
    for (int v = 0; v < vectors; v++)
        Line($"            V f{v} = V.Load(factor{(v == 0 ? "" : " + V.Count")}), o{v} = V.Load(offset{(v == 0 ? "" : " + V.Count")});");
    for (int p = 0; p < pixels; p++)
    {
        for (int v = 0; v < vectors; v++)
            Line($"            y{p}_{v} = V.MultiplyAdd(y{p}_{v}, f{v}, o{v});");
    }
    Line("        }");
    Line("        else if (offset != null)");
    Line("        {");
    for (int v = 0; v < vectors; v++)
        Line($"            V o{v} = V.Load(offset{(v == 0 ? "" : " + V.Count")});");
    for (int p = 0; p < pixels; p++)
    {
        for (int v = 0; v < vectors; v++)
            Line($"            y{p}_{v} += o{v};");
    }
    Line("        }");
    Line("        if (addend != null)");
    Line("        {");
    for (int p = 0; p < pixels; p++)
    {
        for (int v = 0; v < vectors; v++)
            Line($"            y{p}_{v} += V.Load({Y("addend", p, v)});");
    }
    Line("        }");
    for (int p = 0; p < pixels; p++)
    {
        for (int v = 0; v < vectors; v++)
            Line($"        V.Store(TActivation.Invoke<V, T>(y{p}_{v}), {Y("y", p, v)});");
    }
    Line("    }");
}

static string X(int p) => (p % 3) switch
{
    0 => $"*x{p / 3}",
    1 => $"x{p / 3}[xStep]",
    _ => $"x{p / 3}[2 * xStep]",
};

static string Y(string name, int p, int v) => name + (p == 0 ? "" : $" + ({p} * yStep)") + (v == 0 ? "" : " + V.Count");
