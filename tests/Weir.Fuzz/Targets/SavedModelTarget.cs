namespace Weir.Fuzz.Targets;

/// <summary>saved_model.pb over the other files of its model. The first byte chooses the model.</summary>
internal sealed class SavedModelTarget : FuzzTarget
{
    private static readonly string[] Models =
    [
        .. new[] { "saved_models", "tf2_models" }.SelectMany(folder => Corpus.Files(folder, "saved_model.pb", 40_000, 60)).Order(StringComparer.Ordinal),
    ];

    public override string Name => "savedmodel";

    public override StatusCode[] Errors =>
    [
        StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.DataLoss, StatusCode.Unimplemented, StatusCode.ResourceExhausted, StatusCode.FailedPrecondition,
        StatusCode.OutOfRange, StatusCode.Internal, StatusCode.AlreadyExists, StatusCode.PermissionDenied,
    ];

    public override IEnumerable<byte[]> Seeds() => Models.Select((path, i) => (byte[])[(byte)i, .. File.ReadAllBytes(path)]);

    public override string Read(byte[] input)
    {
        if (input.Length == 0) return "no model";
        string folder = Path.GetDirectoryName(Models[input[0] % Models.Length])!;
        MemoryFiles files = new(LocalFileSystem.Rooted(folder)) { ["saved_model.pb"] = input[1..] };
        LoadOptions options = new() { Limits = new ModelLimits { MaxTensorBytes = MaxTensorBytes, MaxRunBytes = 1 << 26, MaxNodes = 100_000, MaxPlanNodes = 100_000, MaxFunctionDepth = 50 } };
        using SavedModel model = SavedModel.Load(files, options);
        foreach (Signature signature in model.Signatures.Values)
        {
            foreach (SignatureTensor tensor in signature.Inputs.Values.Concat(signature.Outputs.Values)) _ = tensor.ToString();
        }

        return $"ok {model.Signatures.Count}";
    }

}
