using System.Numerics;

namespace Weir.Ops;

/// <summary>Makes a kernel for quantized elements, which are integers that stand for a range of floats.</summary>
internal interface IQuantizedKernelMaker
{
    Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

/// <summary>From the quantized dtypes to the integers that hold them.</summary>
internal static class QuantizedTypes
{
    /// <summary>The op definitions' set.</summary>
    public const string All = "{qint8, quint8, qint32, qint16, quint16}";

    public static Kernel ForQuantized<TMaker>(this KernelRequest r, TMaker maker, string attribute = "T")
        where TMaker : struct, IQuantizedKernelMaker => r.Type(attribute) switch
    {
        DType.QInt8 => maker.Make<sbyte>(),
        DType.QUInt8 => maker.Make<byte>(),
        DType.QInt16 => maker.Make<short>(),
        DType.QUInt16 => maker.Make<ushort>(),
        DType.QInt32 => maker.Make<int>(),
        _ => throw r.NoKernel(attribute),
    };

    /// <summary>A float cut to an integer as x86 does: beyond 32 bits it is the least one.</summary>
    public static T Cut<T>(float value)
        where T : IBinaryInteger<T> => T.CreateTruncating(value is >= int.MinValue and < 2147483648f ? (int)value : int.MinValue);

    /// <summary>To the nearest integer, halves away from zero.</summary>
    public static float Round(float value) => MathF.Round(value, MidpointRounding.AwayFromZero);

    /// <summary>Reads a scalar of floats.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is not one.</exception>
    public static float Scalar(StepContext s, int input, string name)
    {
        Tensor tensor = s.Input(input);
        s.Require(tensor.Shape.Rank == 0, $"`{name}` must be rank 0 but is rank {tensor.Shape.Rank}");
        return tensor.Elements<float>()[0];
    }

    /// <summary>Says the range of floats that output 0 stands for: outputs 1 and 2.</summary>
    public static void SetRange(this StepContext s, float minimum, float maximum)
    {
        s.Output(1).Elements<float>()[0] = minimum;
        s.Output(2).Elements<float>()[0] = maximum;
    }
}
