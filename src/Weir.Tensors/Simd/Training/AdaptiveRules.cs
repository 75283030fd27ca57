namespace Weir.Simd;

/// <summary>a += g²; x -= g * lr / sqrt(a). Scalars: lr.</summary>
internal readonly unsafe struct AdagradRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += g * g;
        x -= g * V.Create(s[0]) * V.Reciprocal(V.Sqrt(a));
    }
}

/// <summary>Adagrad that leaves its slot as it is.</summary>
internal readonly unsafe struct FrozenAdagradRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        x -= g * V.Create(s[0]) * V.Reciprocal(V.Sqrt(a));
    }
}

/// <summary>a += g²; x -= g * lr / (sqrt(a) + epsilon). Scalars: lr, epsilon.</summary>
internal readonly unsafe struct AdagradV2Rule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += g * g;
        x -= g * V.Create(s[0]) / (V.Sqrt(a) + V.Create(s[1]));
    }
}

/// <summary>The same that leaves its slot as it is.</summary>
internal readonly unsafe struct FrozenAdagradV2Rule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        x -= g * V.Create(s[0]) / (V.Sqrt(a) + V.Create(s[1]));
    }
}

/// <summary>Steps scaled by the ratio of running means. Slots: of g², of updates². Scalars: lr, rho, epsilon.</summary>
internal readonly unsafe struct AdadeltaRule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V rest = V.One - V.Create(s[1]);
        a = (a * V.Create(s[1])) + (g * g * rest);
        V update = V.Sqrt(b + V.Create(s[2])) * V.Reciprocal(V.Sqrt(a + V.Create(s[2]))) * g;
        x -= update * V.Create(s[0]);
        b = (b * V.Create(s[1])) + (update * update * rest);
    }
}

/// <summary>Adam. Slots: m, v. Scalars: beta1_power, beta2_power, lr, beta1, beta2, epsilon; lr is the corrected one once prepared.</summary>
internal readonly unsafe struct AdamRule : IApplyRule
{
    public static int Slots => 2;

    public static void Prepare<V, T>(T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.StoreScalar(V.Create(s[2]) * V.Sqrt(V.One - V.Create(s[1])) / (V.One - V.Create(s[0])), s + 2);

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += (g - a) * (V.One - V.Create(s[3]));
        b += ((g * g) - b) * (V.One - V.Create(s[4]));
        x -= a * V.Create(s[2]) / (V.Sqrt(b) + V.Create(s[5]));
    }
}

/// <summary>Adam that looks ahead.</summary>
internal readonly unsafe struct NesterovAdamRule : IApplyRule
{
    public static int Slots => 2;

    public static void Prepare<V, T>(T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged => AdamRule.Prepare<V, T>(s);

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += (g - a) * (V.One - V.Create(s[3]));
        b += ((g * g) - b) * (V.One - V.Create(s[4]));
        x -= ((g * (V.One - V.Create(s[3]))) + (V.Create(s[3]) * a)) * V.Create(s[2]) / (V.Sqrt(b) + V.Create(s[5]));
    }
}

/// <summary>Adam that divides by the largest v so far. Slots: m, v, vhat.</summary>
internal readonly unsafe struct AmsgradRule : IApplyRule
{
    public static int Slots => 3;

    public static void Prepare<V, T>(T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged => AdamRule.Prepare<V, T>(s);

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += (g - a) * (V.One - V.Create(s[3]));
        b += ((g * g) - b) * (V.One - V.Create(s[4]));
        c = V.Maximum(c, b);
        x -= a * V.Create(s[2]) / (V.Sqrt(c) + V.Create(s[5]));
    }
}

/// <summary>Adam by the largest gradient. Slots: m, v. Scalars: beta1_power, lr, beta1, beta2, epsilon.</summary>
internal readonly unsafe struct AdaMaxRule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += (g - a) * (V.One - V.Create(s[2]));
        b = V.Maximum(V.Create(s[3]) * b, V.Abs(g));
        x -= V.Create(s[1]) / (V.One - V.Create(s[0])) * (a / (b + V.Create(s[4])));
    }
}

/// <summary>RMSProp. Slots: mean of g², momentum. Scalars: lr, rho, momentum, epsilon.</summary>
internal readonly unsafe struct RmsPropRule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += ((g * g) - a) * (V.One - V.Create(s[1]));
        b = (b * V.Create(s[2])) + (g * V.Create(s[0]) * V.Reciprocal(V.Sqrt(a + V.Create(s[3]))));
        x -= b;
    }
}

/// <summary>RMSProp by the variance. Slots: mean of g, mean of g², momentum. Scalars: lr, rho, momentum, epsilon.</summary>
internal readonly unsafe struct CenteredRmsPropRule : IApplyRule
{
    public static int Slots => 3;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        b += ((g * g) - b) * (V.One - V.Create(s[1]));
        a += (g - a) * (V.One - V.Create(s[1]));
        c = (c * V.Create(s[2])) + (g * V.Create(s[0]) * V.Reciprocal(V.Sqrt(b - (a * a) + V.Create(s[3]))));
        x -= c;
    }
}
