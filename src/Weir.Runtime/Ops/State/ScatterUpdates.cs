using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>What a scatter does to a row of a variable; an update of one element counts for the whole row.</summary>
internal delegate void RowUpdate<T>(ReadOnlySpan<T> update, Span<T> row);

/// <summary>Changes of the rows of a variable that indices pick, one after the other: a row per op.</summary>
/// <remarks>A bad index ends the op; the rows before it stay changed, as in TensorFlow. Source: scatter_op.cc, resource_variable_ops.cc.</remarks>
internal static class ScatterUpdates
{
    public static readonly Op[] All =
    [
        .. Twins("ScatterAdd", new ArithmeticMaker<Add>(), ElementTypes.Numbers),
        .. Twins("ScatterDiv", new DivisionMaker(), ElementTypes.Numbers),
        .. Twins("ScatterMax", new ArithmeticMaker<Maximum>(), ElementTypes.Reals),
        .. Twins("ScatterMin", new ArithmeticMaker<Minimum>(), ElementTypes.Reals),
        .. Twins("ScatterMul", new ArithmeticMaker<Multiply>(), ElementTypes.Numbers),
        .. Twins("ScatterSub", new ArithmeticMaker<Subtract>(), ElementTypes.Numbers),
        new Replacing("ScatterUpdate(ref: Ref(T), indices: Tindices, updates: T) -> output_ref: Ref(T); T: type; Tindices: {int32, int64}; use_locking: bool = true"),
        new Replacing("ResourceScatterUpdate(resource: resource, indices: Tindices, updates: dtype); dtype: type; Tindices: {int32, int64} | stateful"),
    ];

    /// <summary>Puts values in place of a row.</summary>
    public static void Replace<T>(ReadOnlySpan<T> update, Span<T> row)
    {
        if (update.Length == row.Length) update.CopyTo(row);
        else row.Fill(update[0]);
    }

    /// <summary>Combines a row with values.</summary>
    public static void Combine<T, TOperator>(ReadOnlySpan<T> update, Span<T> row)
        where T : unmanaged
        where TOperator : struct, IBinaryOperator => Elementwise.Binary<T, TOperator>(row, update, row);

    private static Op[] Twins<TMaker>(string name, TMaker maker, ElementTypes types)
        where TMaker : struct, IRowUpdateMaker
    {
        bool isExtreme = name is "ScatterMax" or "ScatterMin";
        string ofReference = isExtreme ? "{half, bfloat16, float, double, int32, int64}" : "{numbers}";
        return
        [
            new Arithmetic<TMaker>($"{name}(ref: Ref(T), indices: Tindices, updates: T) -> output_ref: Ref(T); T: {ofReference}; "
                + "Tindices: {int32, int64}; use_locking: bool = false", types, maker, isFlat: !isExtreme),
            new Arithmetic<TMaker>($"Resource{name}(resource: resource, indices: Tindices, updates: dtype); dtype: {{numbers}}; Tindices: {{int32, int64}} | stateful", types, maker, isFlat: false),
        ];
    }

    private interface IRowUpdateMaker
    {
        RowUpdate<T> Make<T>() where T : unmanaged;
    }

    private readonly struct ArithmeticMaker<TOperator> : IRowUpdateMaker
        where TOperator : struct, IBinaryOperator
    {
        public RowUpdate<T> Make<T>() where T : unmanaged => Combine<T, TOperator>;
    }

    private readonly struct DivisionMaker : IRowUpdateMaker
    {
        public RowUpdate<T> Make<T>()
            where T : unmanaged => (object)default(T) switch
        {
            sbyte => (RowUpdate<T>)(object)(RowUpdate<sbyte>)Divide,
            short => (RowUpdate<T>)(object)(RowUpdate<short>)Divide,
            int => (RowUpdate<T>)(object)(RowUpdate<int>)Divide,
            long => (RowUpdate<T>)(object)(RowUpdate<long>)Divide,
            byte => (RowUpdate<T>)(object)(RowUpdate<byte>)Divide,
            ushort => (RowUpdate<T>)(object)(RowUpdate<ushort>)Divide,
            uint => (RowUpdate<T>)(object)(RowUpdate<uint>)Divide,
            ulong => (RowUpdate<T>)(object)(RowUpdate<ulong>)Divide,
            _ => Combine<T, Divide>,
        };

        private static void Divide<T>(ReadOnlySpan<T> update, Span<T> row)
            where T : IBinaryInteger<T>
        {
            for (int i = 0; i < row.Length; i++) row[i] = IntegerDivision.Truncate(row[i], update[update.Length == 1 ? 0 : i]);
        }
    }

    private sealed class Replacing(OpDefinition definition) : ScatterOp(definition, isFlat: false)
    {
        protected override Kernel CreateKernel(KernelRequest r, string typeAttribute) => r.ForMoving(new Maker(r.Type(typeAttribute), IsReference), typeAttribute);

        private readonly struct Maker(DType dtype, bool isReference) : IMovingKernelMaker
        {
            public Kernel Make<T>() => new ScatterKernel<T>(dtype, isReference, Replace, refusesZero: false);
        }
    }

    private sealed class Arithmetic<TMaker>(OpDefinition definition, ElementTypes types, TMaker maker, bool isFlat) : ScatterOp(definition, isFlat)
        where TMaker : struct, IRowUpdateMaker
    {
        protected override Kernel CreateKernel(KernelRequest r, string typeAttribute)
        {
            DType dtype = r.Type(typeAttribute);
            bool refusesZero = typeof(TMaker) == typeof(DivisionMaker) && (!IsReference || dtype.IsInteger());
            return r.ForType(types, new Maker(dtype, IsReference, maker, refusesZero), typeAttribute);
        }

        private readonly struct Maker(DType dtype, bool isReference, TMaker maker, bool refusesZero) : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new ScatterKernel<T>(dtype, isReference, maker.Make<T>(), refusesZero);
        }
    }
}
