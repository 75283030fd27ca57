namespace Weir.Fuzz.Targets;

internal sealed class ExampleTarget : FuzzTarget
{
    public override string Name => "example";

    public override StatusCode[] Errors => [StatusCode.InvalidArgument];

    public override IEnumerable<byte[]> Seeds()
    {
        using TfRecordReader recorded = TfRecordReader.Open(Corpus.PathOf("serving/examples.tfrecord"));
        foreach (byte[] example in recorded.ReadAll()) yield return example;
        yield return new TfSequenceExample { Context = { ["id"] = 7L }, FeatureLists = { ["tokens"] = ["a", "b"], ["x"] = [1.5f, new[] { 2f, 3f }] } }.Serialize();
    }

    public override string Read(byte[] input)
    {
        TfExample example = TfExample.Parse(input);
        string kinds = "";
        foreach ((_, TfFeature feature) in example.Features)
        {
            kinds += $" {feature.Kind}";
            if (feature.Kind != TfFeatureKind.None) feature.ToTensor().Dispose();
        }

        byte[] bytes = example.Serialize();
        if (!TfExample.Parse(bytes).Serialize().AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException("What was written reads as something else.");
        TfSequenceExample sequence = TfSequenceExample.Parse(input);
        return $"ok{kinds} {sequence.FeatureLists.Count}";
    }
}
