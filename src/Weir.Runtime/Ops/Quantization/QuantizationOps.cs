namespace Weir.Ops;

/// <summary>Between floats and the integers that stand for them.</summary>
internal static class QuantizationOps
{
    public static readonly Op[] All =
    [
        .. FakeQuant.All,
        .. FakeQuantGradient.All,
        .. QuantizeAndDequantize.All,
        .. QuantizedRelu.All,
        .. Requantize.All,
        .. RequantizePerChannel.All,
        new Dequantize(),
        new QuantizeAndDequantizeGradient(),
        new QuantizeV2(),
        new QuantizedConcat(),
        new QuantizedMatMul(),
        new QuantizedMul(),
        new QuantizedReshape(),
        new RequantizationRange(),
    ];
}
