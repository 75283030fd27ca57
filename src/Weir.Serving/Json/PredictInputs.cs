namespace Weir.Json;

/// <summary>What a REST Predict request gives a signature. Disposing it disposes the tensors.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="Tensors">The inputs by alias.</param>
/// <param name="IsRowForm">Whether they came row by row, and the answer has to.</param>
internal sealed record PredictInputs(Signature Signature, Dictionary<string, Tensor> Tensors, bool IsRowForm) : IDisposable
{
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values) tensor.Dispose();
    }
}
