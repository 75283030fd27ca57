namespace Weir.Simd;

/// <summary>x -= g * alpha. Scalars: alpha.</summary>
internal readonly unsafe struct GradientDescentRule : IApplyRule
{
    public static int Slots => 0;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        x -= g * V.Create(s[0]);
    }
}

/// <summary>a = a * momentum + g; x -= a * lr. Scalars: lr, momentum.</summary>
internal readonly unsafe struct MomentumRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[1])) + g;
        x -= a * V.Create(s[0]);
    }
}

/// <summary>Momentum that looks ahead: x -= g * lr + a * momentum * lr.</summary>
internal readonly unsafe struct NesterovMomentumRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[1])) + g;
        x -= (g * V.Create(s[0])) + (a * V.Create(s[1]) * V.Create(s[0]));
    }
}

/// <summary>a = a * momentum - g * lr; x += a. Scalars: lr, momentum.</summary>
internal readonly unsafe struct KerasMomentumRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[1])) - (g * V.Create(s[0]));
        x += a;
    }
}

/// <summary>The same that looks ahead: x += a * momentum - g * lr.</summary>
internal readonly unsafe struct NesterovKerasMomentumRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[1])) - (g * V.Create(s[0]));
        x += (a * V.Create(s[1])) - (g * V.Create(s[0]));
    }
}

/// <summary>Steps that are larger where gradient and momentum agree in sign. Scalars: lr, alpha, sign_decay, beta.</summary>
internal readonly unsafe struct AddSignRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[3])) + (g * (V.One - V.Create(s[3])));
        x -= V.Create(s[0]) * (V.Create(s[1]) + (V.Create(s[2]) * Signs.Of<V, T>(g) * Signs.Of<V, T>(a))) * g;
    }
}

/// <summary>Steps that grow by a power where gradient and momentum agree in sign. Scalars: lr, logbase, sign_decay, beta.</summary>
internal readonly unsafe struct PowerSignRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a = (a * V.Create(s[3])) + (g * (V.One - V.Create(s[3])));
        x -= V.Create(s[0]) * V.Apply<ExpFunction>(V.Create(s[1]) * V.Create(s[2]) * Signs.Of<V, T>(g) * Signs.Of<V, T>(a)) * g;
    }
}

/// <summary>Signs of real numbers: -1, 0 or 1.</summary>
internal static class Signs
{
    public static V Of<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(V.Zero, x), V.One, V.Select(V.Less(x, V.Zero), -V.One, V.Zero));
}
