using System.Numerics;
using Weir.Definitions;
using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Integers as rows of bits: a row per op.</summary>
/// <remarks>Source: bitwise_ops.h.</remarks>
internal static class BitwiseMath
{
    private const string Types = "T: {int8, int16, int32, int64, uint8, uint16, uint32, uint64}";

    public static readonly Op[] All =
    [
        new BinaryOp<Simd.And>($"BitwiseAnd(x: T, y: T) -> z: T; {Types} | commutative", Integers, GradientContext.Nothing),
        new BinaryOp<Simd.Or>($"BitwiseOr(x: T, y: T) -> z: T; {Types} | commutative", Integers, GradientContext.Nothing),
        new BinaryOp<Simd.Xor>($"BitwiseXor(x: T, y: T) -> z: T; {Types} | commutative", Integers, GradientContext.Nothing),
        new UnaryOp<Simd.Invert>($"Invert(x: T) -> y: T; {Types}", Integers, GradientContext.Nothing),
        new PopulationCount(),
        new Shift($"LeftShift(x: T, y: T) -> z: T; {Types}", left: true),
        new Shift($"RightShift(x: T, y: T) -> z: T; {Types}", left: false),
    ];

    /// <summary>A negative number of places counts as none, one beyond the bits as all but one.</summary>
    private sealed class Shift(OpDefinition definition, bool left) : Op
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r) => r.ForInteger(new Maker(left));

        private readonly struct Maker(bool left) : IIntegerKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
                left ? new ScalarKernel<T, Left<T>>() : new ScalarKernel<T, Right<T>>();
        }

        private static int Places<T>(T y)
            where T : unmanaged, IBinaryInteger<T> => Math.Clamp(int.CreateSaturating(y), 0, (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() * 8) - 1);

        private readonly struct Left<T> : IScalarOperator<T>
            where T : unmanaged, IBinaryInteger<T>
        {
            public static T Invoke(T x, T y) => x << Places(y);
        }

        private readonly struct Right<T> : IScalarOperator<T>
            where T : unmanaged, IBinaryInteger<T>
        {
            public static T Invoke(T x, T y) => x >> Places(y);
        }
    }

    /// <summary>How many bits of each integer are set.</summary>
    private sealed class PopulationCount : Op
    {
        public override OpDefinition Definition { get; } = $"PopulationCount(x: T) -> y: uint8; {Types}";

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r) => r.ForInteger(default(Maker));

        private readonly struct Maker : IIntegerKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Count<T>();
        }

        private sealed class Count<T> : Kernel
            where T : unmanaged, IBinaryInteger<T>
        {
            public override void Run(StepContext s)
            {
                Tensor x = s.Input(0);
                ReadOnlySpan<T> values = x.Elements<T>();
                Span<byte> counts = s.OutputLike(0, x).Elements<byte>();
                for (int i = 0; i < values.Length; i++) counts[i] = byte.CreateTruncating(T.PopCount(values[i]));
            }
        }
    }
}
