using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Quotients and remainders, which integers have in three kinds and floating numbers after them: a row per op.</summary>
/// <remarks>A zero divisor of integers fails, unless the result is empty. Source: cwise_ops.h.</remarks>
internal static class IntegerMath
{
    private const string Divided = "{bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, uint64, int64, complex64, complex128}";
    private const string Zero = "Integer division by zero";
    private const string Unexpected = "Unexpected error in binary operator (only integer div and mod should have errors)";

    private static readonly ElementTypes Few = new(DType.Int32, DType.Int64, DType.Float32, DType.Float64);

    public static readonly Op[] All =
    [
        new Quotient<Truncated>($"Div(x: T, y: T) -> z: T; T: {Divided}", ElementTypes.Numbers, StatusCode.InvalidArgument, BinaryMath.FlowToQuotient),
        new Quotient<Floored>($"FloorDiv(x: T, y: T) -> z: T; T: {Divided}", ElementTypes.Reals, StatusCode.InvalidArgument, GradientContext.Nothing),
        new Quotient<Modulo>("FloorMod(x: T, y: T) -> z: T; T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64, bfloat16, half, float, double}",
            ElementTypes.Reals, StatusCode.InvalidArgument, g => g.FlowBroadcast(g.Outgoing(0), -(g.Outgoing(0) * FloorDiv(g.Input(0), g.Input(1))))),
        new Quotient<Remainder>("Mod(x: T, y: T) -> z: T; T: {int32, int64, half, half, bfloat16, float, double}", Few, StatusCode.InvalidArgument, gradient: null),
        new Quotient<Truncated>($"TruncateDiv(x: T, y: T) -> z: T; T: {Divided}", ElementTypes.Reals, StatusCode.Internal, GradientContext.Nothing),
        new Quotient<Remainder>("TruncateMod(x: T, y: T) -> z: T; T: {int32, int64, bfloat16, half, float, double}", Few, StatusCode.Internal, gradient: null),
    ];

    public static Output FloorDiv(Output x, Output y) => x.Operation.Graph.AddOperation("FloorDiv", [x, y])[0];

    public static Output FloorMod(Output x, Output y) => x.Operation.Graph.AddOperation("FloorMod", [x, y])[0];

    /// <summary>What an op does to integers and to floating numbers.</summary>
    private interface IQuotient
    {
        static abstract T OfIntegers<T>(T x, T y) where T : IBinaryInteger<T>;

        /// <param name="x">The dividend.</param>
        /// <param name="y">The divisor.</param>
        /// <param name="quotient">x / y, rounded to the elements' own dtype.</param>
        static abstract T OfFloats<T>(T x, T y, T quotient) where T : IFloatingPointIeee754<T>;
    }

    private readonly struct Truncated : IQuotient
    {
        public static T OfIntegers<T>(T x, T y) where T : IBinaryInteger<T> => IntegerDivision.Truncate(x, y);

        public static T OfFloats<T>(T x, T y, T quotient) where T : IFloatingPointIeee754<T> => T.Truncate(quotient);
    }

    private readonly struct Floored : IQuotient
    {
        public static T OfIntegers<T>(T x, T y) where T : IBinaryInteger<T> => IntegerDivision.Floor(x, y);

        public static T OfFloats<T>(T x, T y, T quotient) where T : IFloatingPointIeee754<T> => T.Floor(quotient);
    }

    private readonly struct Modulo : IQuotient
    {
        public static T OfIntegers<T>(T x, T y) where T : IBinaryInteger<T> => IntegerDivision.Modulo(x, y);

        public static T OfFloats<T>(T x, T y, T quotient) where T : IFloatingPointIeee754<T>
        {
            T remainder = x % y;
            return remainder != T.Zero && remainder < T.Zero != y < T.Zero ? remainder + y : remainder;
        }
    }

    private readonly struct Remainder : IQuotient
    {
        public static T OfIntegers<T>(T x, T y) where T : IBinaryInteger<T> => IntegerDivision.Remainder(x, y);

        public static T OfFloats<T>(T x, T y, T quotient) where T : IFloatingPointIeee754<T> => x % y;
    }

    private sealed class Quotient<TQuotient>(OpDefinition definition, ElementTypes types, StatusCode codeForZero, Action<GradientContext>? gradient) : Op
        where TQuotient : struct, IQuotient
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

        public override void Gradient(GradientContext g)
        {
            if (gradient is null) base.Gradient(g);
            else gradient(g);
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            DType dtype = r.Type("T");
            bool divides = typeof(TQuotient) == typeof(Truncated) && codeForZero == StatusCode.InvalidArgument;
            return !types.Contains(dtype) ? throw r.NoKernel("T")
                : divides && !dtype.IsInteger() ? r.ForNumber(ElementTypes.FloatsAndComplex, default(DivisionMaker))
                : dtype switch
                {
                    DType.Float32 => new ScalarKernel<float, Floats<float>>(),
                    DType.Float64 => new ScalarKernel<double, Floats<double>>(),
                    DType.Float16 => new ScalarKernel<Half, HalfFloats>(),
                    DType.BFloat16 => new ScalarKernel<BFloat16, BrainFloats>(),
                    _ => r.ForInteger(new IntegerMaker(codeForZero)),
                };
        }

        private readonly struct IntegerMaker(StatusCode codeForZero) : IIntegerKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
            {
                StatusCode code = codeForZero;
                return new ScalarKernel<T, Whole<T>>(y => y.Contains(T.Zero) ? new TfException(code, code == StatusCode.Internal ? Unexpected : Zero) : null);
            }
        }

        private readonly struct DivisionMaker : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new BinaryKernel<T, Divide>();
        }

        private readonly struct Whole<T> : IScalarOperator<T>
            where T : IBinaryInteger<T>
        {
            public static T Invoke(T x, T y) => TQuotient.OfIntegers(x, y);
        }

        private readonly struct Floats<T> : IScalarOperator<T>
            where T : IFloatingPointIeee754<T>
        {
            public static T Invoke(T x, T y) => TQuotient.OfFloats(x, y, x / y);
        }

        private readonly struct HalfFloats : IScalarOperator<Half>
        {
            public static Half Invoke(Half x, Half y) => (Half)TQuotient.OfFloats((float)x, (float)y, (float)(x / y));
        }

        private readonly struct BrainFloats : IScalarOperator<BFloat16>
        {
            public static BFloat16 Invoke(BFloat16 x, BFloat16 y) => (BFloat16)TQuotient.OfFloats<float>(x, y, (BFloat16)((float)x / y));
        }
    }
}
