#:property EnforceCodeStyleInBuild=false
// Writes src/Weir.Tensors/Simd/Gemm/MicroKernels.cs:
//     dotnet run eng/GenerateMicroKernels.cs > src/Weir.Tensors/Simd/Gemm/MicroKernels.cs
// The kernels differ in rows and columns only, but their accumulators must be separate locals to stay in registers.
using System.Text;

var text = new StringBuilder();
void Line(string line) => text.Append(line).Append('\n');

// Rows x panels. Narrow ones keep enough sums in flight when there are few rows; one panel is two vectors wide.
(int Rows, int Panels)[] shapes =
[
    .. Enumerable.Range(1, 14).Select(rows => (rows, 1)),
    .. Enumerable.Range(1, 6).Select(rows => (rows, 2)),
    (1, 4),
];

Line("// Written by eng/GenerateMicroKernels.cs; change that and run it again.");
Line("using System.Runtime.CompilerServices;");
Line("");
Line("namespace Weir.Simd;");
Line("");
Line("/// <summary>Products of a packed strip of A and a strip of B, whose sums stay in registers over the whole depth.</summary>");
Line("internal static unsafe class MicroKernels");
Line("{");
Line("    /// <summary>Runs the kernel for so many rows and panels, C = A * B, and what the tile says is added.</summary>");
Line("    /// <remarks>");
Line("    /// A: <c>a[k * rows + r]</c>. B: two vectors at <c>b + p * panelStep + k * step</c> for each panel p. The tile: row-major, the panels side by side.");
Line("    /// </remarks>");
Line("    public static void Run<T, V>(int rows, int panels, nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)");
Line("        where T : unmanaged");
Line("        where V : struct, ILanes<V, T>");
Line("    {");
Line("        switch ((panels * 16) + rows)");
Line("        {");
foreach ((int rows, int panels) in shapes)
{
    Line($"            case ({panels} * 16) + {rows}:");
    Line($"                {Name(rows, panels)}<T, V>(depth, a, b, step, panelStep, tile);");
    Line("                return;");
}
Line("            default:");
Line("                throw new ArgumentOutOfRangeException(nameof(rows));");
Line("        }");
Line("    }");
foreach ((int rows, int panels) in shapes)
    Kernel(rows, panels);
Line("}");
Console.Write(text);

static string Name(int rows, int panels) => $"Rows{rows}Panels{panels}";

void Kernel(int rows, int panels)
{
    int vectors = 2 * panels;
    Line("");
    Line("    [MethodImpl(MethodImplOptions.AggressiveOptimization)]");
    Line($"    private static void {Name(rows, panels)}<T, V>(nint depth, T* a, T* b, nint step, nint panelStep, in GemmTile<T> tile)");
    Line("        where T : unmanaged");
    Line("        where V : struct, ILanes<V, T>");
    Line("    {");
    for (int r = 0; r < rows; r++)
        Line("        V " + string.Join(", ", Enumerable.Range(0, vectors).Select(v => $"c{r}_{v} = V.Zero")) + ";");
    for (int p = 1; p < panels; p++)
        Line($"        T* b{p} = b + ({p} * panelStep);");
    Line("        for (; depth > 0; depth--)");
    Line("        {");
    bool keepB = rows > 1;                    // with a single row each vector of B is used once, straight from memory
    if (keepB)
    {
        for (int v = 0; v < vectors; v++)
            Line($"            V x{v} = {LoadB(v)};");
    }
    for (int r = 0; r < rows; r++)
    {
        Line($"            V a{r} = V.Create(a[{r}]);");
        for (int v = 0; v < vectors; v++)
            Line($"            c{r}_{v} = V.MultiplyAdd(a{r}, {(keepB ? $"x{v}" : LoadB(v))}, c{r}_{v});");
    }
    Line($"            a += {rows};");
    Line("            b += step;");
    for (int p = 1; p < panels; p++)
        Line($"            b{p} += step;");
    Line("        }");
    Add("tile.Sum", "tile.SumStride");
    Add("tile.First", "tile.FirstStride");
    Add("tile.Second", "tile.SecondStride");
    Line("        T* c = tile.C;");
    if (rows > 1)
        Line("        nint cStride = tile.Stride;");
    for (int r = 0; r < rows; r++)
    {
        for (int v = 0; v < vectors; v++)
            Line($"        V.Store(c{r}_{v}, {At("c", "cStride", r, v)});");
    }
    Line("    }");

    void Add(string addend, string stride)
    {
        string x = addend["tile.".Length..].ToLowerInvariant();
        Line($"        T* {x} = {addend};");
        Line($"        if ({x} != null)");
        Line("        {");
        if (rows > 1)
            Line($"            nint stride = {stride};");
        for (int r = 0; r < rows; r++)
        {
            for (int v = 0; v < vectors; v++)
                Line($"            c{r}_{v} += V.Load({At(x, "stride", r, v)});");
        }
        Line("        }");
    }
}

static string LoadB(int v) => (v / 2, v % 2) switch
{
    (0, 0) => "V.Load(b)",
    (0, _) => "V.Load(b + V.Count)",
    (var p, 0) => $"V.Load(b{p})",
    (var p, _) => $"V.Load(b{p} + V.Count)",
};

static string At(string start, string stride, int r, int v) =>
    start + (r == 0 ? "" : $" + ({r} * {stride})") + (v == 0 ? "" : v == 1 ? " + V.Count" : $" + ({v} * V.Count)");
