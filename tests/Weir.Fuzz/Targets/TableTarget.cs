using Weir.Tables;

namespace Weir.Fuzz.Targets;

/// <summary>The sorted table of an <c>.index</c> file.</summary>
internal sealed class TableTarget : FuzzTarget
{
    public override string Name => "table";

    public override StatusCode[] Errors => [StatusCode.DataLoss, StatusCode.OutOfRange, StatusCode.InvalidArgument, StatusCode.Internal, StatusCode.Unimplemented, StatusCode.ResourceExhausted];

    public override IEnumerable<byte[]> Seeds() => Corpus.Files("checkpoints", "*.index", 6000, 60).Select(File.ReadAllBytes);

    public override string Read(byte[] input)
    {
        SortedTable table = SortedTable.Open("m.index", input);
        TableScan scan = table.Scan();
        int count = 0;
        while (scan.MoveNext() && count < 10_000)
        {
            count++;
            table.TryGet(scan.Key, out _);
        }

        return $"ok {Math.Min(count, 50)}";
    }

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(8) > 0) TableChecksums.Repair(input);
        return input;
    }
}
