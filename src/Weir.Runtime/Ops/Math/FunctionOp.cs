using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A function of two numbers, computed in double precision whatever the elements are.</summary>
internal interface IBinaryFunction
{
    static abstract double Of(double x, double y);

    static virtual Complex Of(Complex x, Complex y) => throw new NotSupportedException("Not a function of complex numbers.");
}

/// <summary>An op that applies a function to two operands that broadcast: a row of a family table.</summary>
/// <inheritdoc cref="BinaryOp{TOperator}"/>
internal sealed class FunctionOp<TFunction>(OpDefinition definition, ElementTypes types, Action<GradientContext>? gradient) : Op
    where TFunction : struct, IBinaryFunction
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
        if (gradient is null) base.Gradient(g);
        else gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForFunction<TFunction>(types);
}

/// <summary>Makes the kernels of functions of two operands that broadcast.</summary>
internal static class FunctionKernels
{
    /// <exception cref="TfException">INVALID_ARGUMENT: TensorFlow has no kernel for this dtype either.</exception>
    public static Kernel ForFunction<TFunction>(this KernelRequest r, ElementTypes types)
        where TFunction : struct, IBinaryFunction
    {
        DType dtype = r.Type("T");
        return !types.Contains(dtype) ? throw r.NoKernel("T") : dtype switch
        {
            DType.Float32 => new ScalarKernel<float, Singles<TFunction>>(),
            DType.Float64 => new ScalarKernel<double, Doubles<TFunction>>(),
            DType.Float16 => new ScalarKernel<Half, Halves<TFunction>>(),
            DType.BFloat16 => new ScalarKernel<BFloat16, BrainFloats<TFunction>>(),
            DType.Complex64 => new ScalarKernel<Complex64, ComplexSingles<TFunction>>(),
            DType.Complex128 => new ScalarKernel<Complex, ComplexDoubles<TFunction>>(),
            _ => throw r.NoKernel("T"),
        };
    }

    private readonly struct Singles<TFunction> : IScalarOperator<float>
        where TFunction : struct, IBinaryFunction
    {
        public static float Invoke(float x, float y) => (float)TFunction.Of((double)x, y);
    }

    private readonly struct Doubles<TFunction> : IScalarOperator<double>
        where TFunction : struct, IBinaryFunction
    {
        public static double Invoke(double x, double y) => TFunction.Of(x, y);
    }

    private readonly struct Halves<TFunction> : IScalarOperator<Half>
        where TFunction : struct, IBinaryFunction
    {
        public static Half Invoke(Half x, Half y) => (Half)TFunction.Of((double)x, (double)y);
    }

    private readonly struct BrainFloats<TFunction> : IScalarOperator<BFloat16>
        where TFunction : struct, IBinaryFunction
    {
        public static BFloat16 Invoke(BFloat16 x, BFloat16 y) => (BFloat16)(float)TFunction.Of((double)(float)x, (float)y);
    }

    private readonly struct ComplexSingles<TFunction> : IScalarOperator<Complex64>
        where TFunction : struct, IBinaryFunction
    {
        public static Complex64 Invoke(Complex64 x, Complex64 y) => (Complex64)TFunction.Of((Complex)x, y);
    }

    private readonly struct ComplexDoubles<TFunction> : IScalarOperator<Complex>
        where TFunction : struct, IBinaryFunction
    {
        public static Complex Invoke(Complex x, Complex y) => TFunction.Of(x, y);
    }
}
