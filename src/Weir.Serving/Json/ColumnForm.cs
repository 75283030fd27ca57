namespace Weir.Json;

/// <summary>Reads <c>inputs</c>: a whole tensor, or an object with a tensor for each input.</summary>
internal static class ColumnForm
{
    /// <param name="value">What stands under <c>inputs</c>.</param>
    /// <param name="signature">The inputs by alias, in order.</param>
    public static Dictionary<string, Tensor> Read(JsonCursor value, IReadOnlyDictionary<string, SignatureTensor> signature)
    {
        bool isPlain = value.Kind != JsonKind.Object || JsonElements.IsBase64(value);
        if (isPlain && signature.Count > 1)
        {
            throw new TfException(StatusCode.InvalidArgument,
                "inputs is a plain value/list, but expecting an object as multiple input tensors required as per tensorinfo_map");
        }

        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        try
        {
            foreach (SignatureTensor input in signature.Values)
            {
                JsonCursor item = value;
                if (!isPlain && !JsonDocuments.TryFind(value, input.Key, out item))
                {
                    throw new TfException(StatusCode.InvalidArgument, $"Missing named input: {input.Key} in 'inputs' object.");
                }

                using TensorBuilder builder = new(input.DType, item, 1);
                builder.Add(ref item);
                tensors.Add(input.Key, builder.Single());
            }

            return tensors;
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }
}
