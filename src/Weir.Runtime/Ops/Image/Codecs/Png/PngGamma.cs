namespace Weir.Ops;

/// <summary>Samples as they are in a PNG file and as amounts of light, between which a power lies; for sums of light.</summary>
/// <remarks>Source: libpng, png.c.</remarks>
internal sealed class PngGamma
{
    private const double Unit = 100_000;

    private readonly ushort[] toLight;
    private readonly ushort[] fromLight;
    private readonly int shift;

    /// <param name="gamma">The file's own number, in 1/100000.</param>
    /// <param name="bits">The bits of a sample that count: 8, 16, or 11 of 16.</param>
    /// <param name="isWide">Whether samples have 16 bits.</param>
    public PngGamma(int gamma, int bits, bool isWide)
    {
        shift = isWide ? 16 - bits : 0;
        double inverse = Math.Floor((Unit * Unit / gamma) + 0.5), back = Math.Floor((Unit * Unit / inverse) + 0.5);
        (toLight, fromLight) = (Table(inverse / Unit, bits, isWide), Table(back / Unit, bits, isWide));
    }

    /// <summary>Whether a power is so far from 1 that it is looked at.</summary>
    public static bool IsSignificant(int gamma) => gamma is > 0 and (< 95_000 or > 105_000);

    public int ToLight(int sample) => toLight[sample >> shift];

    public int FromLight(int light) => fromLight[light >> shift];

    private static ushort[] Table(double power, int bits, bool isWide)
    {
        ushort[] table = new ushort[1 << bits];
        int most = isWide ? ushort.MaxValue : byte.MaxValue;
        for (int i = 0; i < table.Length; i++) table[i] = (ushort)Math.Floor((most * Math.Pow(i / (double)(table.Length - 1), power)) + 0.5);
        return table;
    }
}
