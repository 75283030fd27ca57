namespace Weir.Simd;

/// <summary>A step of gradient descent, then shrinking. Scalars: alpha, l1, l2.</summary>
internal readonly unsafe struct ProximalGradientDescentRule : IApplyRule
{
    public static int Slots => 0;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        x = Shrinking.Shrink<V, T>(x - (g * V.Create(s[0])), V.Create(s[0]), V.Create(s[1]), V.Create(s[2]));
    }
}

/// <summary>A step of Adagrad, then shrinking. Scalars: lr, l1, l2.</summary>
internal readonly unsafe struct ProximalAdagradRule : IApplyRule
{
    public static int Slots => 1;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += g * g;
        V rate = V.Create(s[0]) * V.Reciprocal(V.Sqrt(a));
        x = Shrinking.Shrink<V, T>(x - (g * rate), rate, V.Create(s[1]), V.Create(s[2]));
    }
}

/// <summary>Dual averaging. Slots: sum of g, sum of g². Scalars: lr, l1, l2, global_step.</summary>
internal readonly unsafe struct AdagradDARule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        a += g;
        b += g * g;
        V kept = Signs.Of<V, T>(a) * V.Maximum(V.Abs(a) - (V.Create(s[1]) * V.Create(s[3])), V.Zero);
        V sum = V.Select(V.Less(V.Zero, V.Create(s[1])), kept, a);
        x = -V.Create(s[0]) * sum / ((V.Create(s[2]) * V.Create(s[3]) * V.Create(s[0])) + V.Sqrt(b));
    }
}

/// <summary>Follow the regularized leader. Slots: accum, linear. Scalars: lr, l1, l2, lr_power.</summary>
internal readonly unsafe struct FtrlRule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        Shrinking.Ftrl(ref x, ref a, ref b, g, g, V.One, V.Create(s[0]), V.Create(s[1]), V.Create(s[2]), s[3]);
    }
}

/// <summary>The same with the linear term multiplied by the learning rate.</summary>
internal readonly unsafe struct ScaledFtrlRule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        Shrinking.Ftrl(ref x, ref a, ref b, g, g, V.Create(s[0]), V.One, V.Create(s[1]) * V.Create(s[0]), V.Create(s[2]) * V.Create(s[0]), s[3]);
    }
}

/// <summary>With shrinking of the gradient. Scalars: lr, l1, l2, l2_shrinkage, lr_power.</summary>
internal readonly unsafe struct FtrlV2Rule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V two = V.One + V.One;
        Shrinking.Ftrl(ref x, ref a, ref b, g, g + (two * V.Create(s[3]) * x), V.One, V.Create(s[0]), V.Create(s[1]), V.Create(s[2]), s[4]);
    }
}

/// <summary>The same with the linear term multiplied by the learning rate.</summary>
internal readonly unsafe struct ScaledFtrlV2Rule : IApplyRule
{
    public static int Slots => 2;

    public static void Step<V, T>(ref V x, ref V a, ref V b, ref V c, V g, T* s)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V two = V.One + V.One;
        Shrinking.Ftrl(ref x, ref a, ref b, g, g + (two * V.Create(s[3]) * x), V.Create(s[0]), V.One, V.Create(s[1]) * V.Create(s[0]), V.Create(s[2]) * V.Create(s[0]), s[4]);
    }
}

/// <summary>What the rules with l1 and l2 penalties share.</summary>
internal static unsafe class Shrinking
{
    /// <summary>Moves values toward 0 by l1 and divides them by l2, each times the step's rate.</summary>
    public static V Shrink<V, T>(V x, V rate, V l1, V l2)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V less = Signs.Of<V, T>(x) * V.Maximum(V.Abs(x) - (rate * l1), V.Zero);
        return V.Select(V.Less(V.Zero, l1), less, x) / (V.One + (rate * l2));
    }

    /// <param name="x">The variable.</param>
    /// <param name="accum">The sum of squares.</param>
    /// <param name="linear">The linear term.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="shrunk">The gradient with the variable's own pull.</param>
    /// <param name="scale">What multiplies the gradient in the linear term: 1 or the learning rate.</param>
    /// <param name="rate">What divides powers: the learning rate or 1.</param>
    /// <param name="l1">The first penalty, in the linear term's scale.</param>
    /// <param name="l2">The second.</param>
    /// <param name="power">The negative power of the learning rate; usually -0.5.</param>
    public static void Ftrl<V, T>(ref V x, ref V accum, ref V linear, V g, V shrunk, V scale, V rate, V l1, V l2, T power)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V sum = accum + (g * g);
        V root = Power(sum, power);
        linear += (shrunk * scale) - ((root - Power(accum, power)) / rate * x);
        V clipped = V.Minimum(V.Maximum(linear, -l1), l1);
        x = V.Select(V.Less(l1, V.Abs(linear)), (clipped - linear) / ((root / rate) + (l2 + l2)), V.Zero);
        accum = sum;
    }

    /// <summary>x to the power of -power.</summary>
    private static V Power<V, T>(V x, T power)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        double exponent = typeof(T) == typeof(float) ? -(float)(object)power : -(double)(object)power;
        if (exponent == 0.5) return V.Sqrt(x);
        T* values = stackalloc T[V.Count];
        V.Store(x, values);
        for (int i = 0; i < V.Count; i++)
        {
            if (typeof(T) == typeof(float)) ((float*)values)[i] = MathF.Pow(((float*)values)[i], (float)exponent);
            else ((double*)values)[i] = Math.Pow(((double*)values)[i], exponent);
        }

        return V.Load(values);
    }
}
