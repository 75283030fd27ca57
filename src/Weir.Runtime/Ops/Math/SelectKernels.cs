using Weir.Simd;

namespace Weir.Ops;

/// <summary>The selection that both Select ops do.</summary>
internal static class SelectKernels
{
    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool, DType.String, DType.Resource, DType.Variant);

    public static bool Supports(DType dtype) => Types.Contains(dtype);

    /// <summary>z = condition ? x : y by a plan made of the shapes in this order.</summary>
    public static void Run<T>(in BroadcastPlan plan, Tensor condition, Tensor x, Tensor y, Tensor z)
    {
        ReadOnlySpan<bool> choices = condition.Elements<bool>();
        if (typeof(T) == typeof(byte)) Plain<byte>(plan, choices, x, y, z);
        else if (typeof(T) == typeof(ushort)) Plain<ushort>(plan, choices, x, y, z);
        else if (typeof(T) == typeof(uint)) Plain<uint>(plan, choices, x, y, z);
        else if (typeof(T) == typeof(ulong)) Plain<ulong>(plan, choices, x, y, z);
        else if (typeof(T) == typeof(UInt128)) Plain<UInt128>(plan, choices, x, y, z);
        else Managed<T>(plan, choices, x, y, z);
    }

    private static void Plain<T>(in BroadcastPlan plan, ReadOnlySpan<bool> choices, Tensor x, Tensor y, Tensor z)
        where T : unmanaged =>
        Elementwise.Select(plan, choices, MovedElements.Of<T>(x), MovedElements.Of<T>(y), MovedElements.Of<T>(z));

    private static void Managed<T>(in BroadcastPlan plan, ReadOnlySpan<bool> choices, Tensor x, Tensor y, Tensor z)
    {
        ReadOnlySpan<T> left = MovedElements.Of<T>(x);
        ReadOnlySpan<T> right = MovedElements.Of<T>(y);
        Span<T> result = MovedElements.Of<T>(z);
        (int step, int stepX, int stepY) = plan.InnerSteps;
        for (int i = 0; i < result.Length; i++)
        {
            (long row, long column) = Math.DivRem(i, plan.InnerLength);
            (long at, long atX, long atY) = plan.Offsets(row);
            result[i] = choices[(int)(at + (column * step))] ? left[(int)(atX + (column * stepX))] : right[(int)(atY + (column * stepY))];
        }
    }
}
