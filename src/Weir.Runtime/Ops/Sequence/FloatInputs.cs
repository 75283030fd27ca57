using System.Buffers;

namespace Weir.Ops;

/// <summary>Inputs and outputs of a kernel as float, whether they are float or Half: rented copies stand for Half.</summary>
/// <remarks>Used by one run; dispose it at the end, which rounds the outputs.</remarks>
internal ref struct FloatInputs(StepContext s)
{
    private readonly List<float[]> rented = [];
    private readonly List<(float[] Wide, Tensor Narrow)> outputs = [];

    public readonly ReadOnlySpan<float> Input(int index)
    {
        Tensor tensor = s.Input(index);
        if (tensor.DType == DType.Float32) return tensor.Elements<float>();
        Span<float> wide = Rent(tensor.ElementCount);
        ReadOnlySpan<Half> narrow = tensor.Elements<Half>();
        for (int i = 0; i < wide.Length; i++) wide[i] = (float)narrow[i];
        return wide;
    }

    /// <summary>Makes an output of zeros.</summary>
    public readonly Span<float> Output(int index, params ReadOnlySpan<long> sizes)
    {
        Tensor tensor = s.Output(index, sizes);
        tensor.Clear();
        if (tensor.DType == DType.Float32) return tensor.Elements<float>();
        Span<float> wide = Rent(tensor.ElementCount);
        outputs.Add((rented[^1], tensor));
        return wide;
    }

    /// <summary>Memory of zeros until the end.</summary>
    public readonly Span<float> Rent(long count)
    {
        float[] array = ArrayPool<float>.Shared.Rent(checked((int)count));
        rented.Add(array);
        Span<float> elements = array.AsSpan(0, (int)count);
        elements.Clear();
        return elements;
    }

    public readonly void Dispose()
    {
        foreach ((float[] wide, Tensor tensor) in outputs)
        {
            Span<Half> narrow = tensor.Elements<Half>();
            for (int i = 0; i < narrow.Length; i++) narrow[i] = (Half)wide[i];
        }

        foreach (float[] array in rented) ArrayPool<float>.Shared.Return(array);
    }
}
