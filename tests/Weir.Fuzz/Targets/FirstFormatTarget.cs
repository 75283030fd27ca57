namespace Weir.Fuzz.Targets;

/// <summary>A checkpoint of TensorFlow's first format: one table.</summary>
internal sealed class FirstFormatTarget : FuzzTarget
{
    public override string Name => "checkpoint_v1";

    public override StatusCode[] Errors =>
    [
        StatusCode.DataLoss, StatusCode.OutOfRange, StatusCode.InvalidArgument, StatusCode.Internal, StatusCode.Unimplemented, StatusCode.NotFound, StatusCode.ResourceExhausted,
    ];

    public override IEnumerable<byte[]> Seeds() => new[] { "v1_single", "v1_slices" }.SelectMany(folder => Corpus.Files($"checkpoints/{folder}", "model.ckpt", 1 << 14, 4)).Select(File.ReadAllBytes);

    public override string Read(byte[] input)
    {
        using CheckpointReader reader = CheckpointReader.Open(new MemoryFiles { ["m"] = input }, "m", new ModelLimits { MaxTensorBytes = MaxTensorBytes });
        return CheckpointContent.Read(reader, Errors);
    }

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(8) > 0) TableChecksums.Repair(input);
        return input;
    }
}
