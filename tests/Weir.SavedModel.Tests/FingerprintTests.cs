namespace Weir.SavedModels.Tests;

public sealed class FingerprintTests
{
    private static readonly string Models = Path.Combine(Root(), "tests", "corpus", "tf2_models");

    [Fact]
    public void Reads_every_recorded_fingerprint()
    {
        SavedModelFingerprint[] fingerprints = [.. Directory.GetFiles(Models, "fingerprint.pb", SearchOption.AllDirectories).Select(path => SavedModelFingerprint.Read(Path.GetDirectoryName(path)!))];
        Assert.Equal(111, fingerprints.Length);
        Assert.True(fingerprints.Select(one => one.Singleprint).Distinct().Count() >= 105);
        Assert.All(fingerprints, one => Assert.NotEqual(0UL, one.GraphDefProgramHash));
    }

    [Fact]
    public void Prints_as_TensorFlow_does()
    {
        SavedModelFingerprint fingerprint = new(ulong.MaxValue, 2, 3, 4, 5);
        Assert.Equal(
            "SavedModel Fingerprint\n  saved_model_checksum: 18446744073709551615\n  graph_def_program_hash: 2\n  signature_def_hash: 3\n  saved_object_graph_hash: 4\n  checkpoint_hash: 5",
            fingerprint.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("2/3/4/5", fingerprint.Singleprint);
    }

    [Fact]
    public void A_model_without_one_says_so()
    {
        string folder = Directory.CreateTempSubdirectory("weir-fingerprint-").FullName;
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => SavedModelFingerprint.Read(folder)).Code);
        File.WriteAllBytes(Path.Combine(folder, "fingerprint.pb"), [8]);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => SavedModelFingerprint.Read(folder)).Code);
        Directory.Delete(folder, recursive: true);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Weir.slnx.");
    }
}
