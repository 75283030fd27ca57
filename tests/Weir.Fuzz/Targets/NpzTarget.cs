namespace Weir.Fuzz.Targets;

internal sealed class NpzTarget : FuzzTarget
{
    public override string Name => "npz";

    public override StatusCode[] Errors => [.. base.Errors, StatusCode.NotFound];

    public override IEnumerable<byte[]> Seeds() => Corpus.Files("facts/npy", "*.npz", 1 << 15, 200).Select(File.ReadAllBytes);

    public override string Read(byte[] input)
    {
        using Npz archive = Npz.Open(new MemoryStream(input));
        string outcome = "";
        foreach (string name in archive.Names.Take(100))
        {
            try
            {
                using Tensor tensor = archive.Read(name, MaxTensorBytes);
                outcome += $" {tensor.DType}";
            }
            catch (TfException e) when (Errors.Contains(e.Code))
            {
                outcome += $" {e.Code} {e.Message}";
            }
        }

        return "ok" + outcome;
    }
}
