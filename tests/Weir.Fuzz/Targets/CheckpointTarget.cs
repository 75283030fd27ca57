using System.Buffers.Binary;

namespace Weir.Fuzz.Targets;

/// <summary>A V2 checkpoint: the length of the index (4 bytes), the index, the only data file.</summary>
internal sealed class CheckpointTarget : FuzzTarget
{
    private const string DataSuffix = ".data-00000-of-00001";

    public override string Name => "checkpoint";

    public override StatusCode[] Errors =>
    [
        StatusCode.DataLoss, StatusCode.OutOfRange, StatusCode.InvalidArgument, StatusCode.Internal, StatusCode.Unimplemented, StatusCode.NotFound,
        StatusCode.ResourceExhausted, StatusCode.FailedPrecondition,
    ];

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string index in Corpus.Files("checkpoints", "*.index", 3000, 80))
        {
            string data = index[..^".index".Length] + DataSuffix;
            if (File.Exists(data) && new FileInfo(data).Length < 1 << 14) yield return Join(File.ReadAllBytes(index), File.ReadAllBytes(data));
        }
    }

    public override string Read(byte[] input)
    {
        int length = IndexLength(input);
        if (length < 0) return "no index";
        MemoryFiles files = new() { ["m.index"] = input[4..(4 + length)], ["m" + DataSuffix] = input[(4 + length)..] };
        using CheckpointReader reader = CheckpointReader.Open(files, "m", new ModelLimits { MaxTensorBytes = MaxTensorBytes });
        return CheckpointContent.Read(reader, Errors);
    }

    public override byte[] Repair(byte[] input, Random random)
    {
        int length = IndexLength(input);
        if (length < 0 || random.Next(8) == 0) return input;
        byte[] index = input[4..(4 + length)];
        TableChecksums.Repair(index);
        return Join(index, input[(4 + length)..]);
    }

    private static int IndexLength(byte[] input)
    {
        if (input.Length < 4) return -1;
        int length = BinaryPrimitives.ReadInt32LittleEndian(input);
        return length >= 0 && length <= input.Length - 4 ? length : -1;
    }

    private static byte[] Join(byte[] index, byte[] data) => [.. BitConverter.GetBytes(index.Length), .. index, .. data];
}
