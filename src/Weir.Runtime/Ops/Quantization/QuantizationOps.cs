namespace Weir.Ops;

/// <summary>Between floats and the integers that stand for them.</summary>
internal static class QuantizationOps
{
    public static readonly Op[] All =
    [
        .. FakeQuant.All,
        .. FakeQuantGradient.All,
        .. QuantizeAndDequantize.All,
        .. QuantizedArithmetic.All,
        .. QuantizedPool.All,
        .. QuantizedRelu.All,
        .. Requantize.All,
        .. RequantizePerChannel.All,
        new Dequantize(),
        new QuantizeAndDequantizeGradient(),
        new QuantizeV2(),
        new QuantizedBiasAdd(),
        new QuantizedConcat(),
        new QuantizedConv2D(),
        new QuantizedGlobalBatchNorm(),
        new QuantizedInstanceNorm(),
        new QuantizedMatMul(),
        new QuantizedReshape(),
        new QuantizedResizeBilinear(),
        new RequantizationRange(),
        new UniformDequantize(),
        new UniformQuantize(),
        new UniformQuantizedAdd(),
        new UniformQuantizedDot(),
        new UniformQuantizedDotHybrid(),
    ];
}
