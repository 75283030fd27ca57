namespace Weir.Json;

/// <summary>The body of a REST Predict request, taken apart.</summary>
internal readonly ref struct PredictBody
{
    private readonly JsonCursor document;
    private readonly JsonCursor instances;
    private readonly JsonCursor inputs;
    private readonly bool hasInstances;
    private readonly bool hasInputs;

    /// <summary>Reads the signature's name, and notes where the tensors are.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: no JSON, no object, or the name is no string.</exception>
    public PredictBody(ReadOnlySpan<byte> json)
    {
        document = JsonDocuments.Open(json);
        SignatureName = JsonDocuments.ReadSignatureName(document);
        hasInstances = JsonDocuments.TryFind(document, "instances", out instances);
        hasInputs = JsonDocuments.TryFind(document, "inputs", out inputs);
    }

    /// <summary>Empty: the default.</summary>
    public string SignatureName { get; }

    /// <summary>Whether the tensors come row by row, and the answer has to.</summary>
    public bool IsRowForm => hasInstances;

    /// <summary>The tensors, by the aliases of a signature.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT, UNIMPLEMENTED: they are not what the signature takes.</exception>
    public Dictionary<string, Tensor> ReadTensors(IReadOnlyDictionary<string, SignatureTensor> signature)
    {
        if (!hasInstances && !hasInputs) throw new TfException(StatusCode.InvalidArgument, "Missing 'inputs' or 'instances' key");
        if (hasInstances && hasInputs)
        {
            throw JsonDocuments.FormatError(document, "Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist ");
        }

        if (!hasInstances) return ColumnForm.Read(inputs, signature);
        JsonCursor list = instances;
        if (list.Kind != JsonKind.Array) throw JsonDocuments.FormatError(document, "Expecting 'instances' to be an list/array");
        if (list.Count() == 0) throw JsonDocuments.FormatError(document, "No values in 'instances' array");
        return RowForm.Read(list, signature);
    }
}
