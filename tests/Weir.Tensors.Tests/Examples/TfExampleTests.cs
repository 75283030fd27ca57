using CsCheck;
using Weir.Protos;
using Weir.Tests;

namespace Weir.Examples;

public class TfExampleTests
{
    [Fact]
    public void Reads_and_writes_the_recorded_examples()
    {
        using TfRecordReader reader = TfRecordReader.Open(Corpus.PathOf("serving/examples.tfrecord"));
        int count = 0;
        while (reader.Read())
        {
            TfExample example = TfExample.Parse(reader.Record.Span);
            Assert.Equal(["id", "name", "x"], example.Features.Keys);
            Assert.Equal(Example.Parser.ParseFrom(reader.Record.Span), example.ToProto());
            Assert.Equal(reader.Record.ToArray(), example.Serialize());
            Assert.Equal((TfFeatureKind.Int64, count), (example["id"].Kind, (int)example["id"].AsInt64s()[0]));
            Assert.Equal(TfFeatureKind.Bytes, example["name"].Kind);
            Assert.Single(example["x"].AsFloats().ToArray());
            count++;
        }

        Assert.Equal(10, count);
    }

    [Fact]
    public void Values_become_features()
    {
        TfExample example = new()
        {
            ["f"] = 1.5f, ["fs"] = new[] { 1f, 2f }, ["i"] = 7, ["is"] = new[] { 1L, 2L }, ["s"] = "é", ["ss"] = new[] { "a", "b" },
            ["b"] = new byte[] { 0, 255 }, ["none"] = TfFeature.Floats(),
        };
        TfExample again = TfExample.Parse(example.Serialize());
        Assert.Equal(["b", "f", "fs", "i", "is", "none", "s", "ss"], again.Features.Keys);
        Assert.Equal([1f, 2f], again["fs"].AsFloats().ToArray());
        Assert.Equal([7L], again["i"].AsInt64s().ToArray());
        Assert.Equal(["é"], again["s"].ToStrings());
        Assert.Equal([0, 255], again["b"].AsBytes(0).ToArray());
        Assert.Equal((TfFeatureKind.Float, 0), (again["none"].Kind, again["none"].Count));
        using Tensor tensor = again["ss"].ToTensor();
        Assert.Equal(["a", "b"], tensor.ToArray<string>());
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => again["s"].AsFloats()).Code);
        Assert.Throws<KeyNotFoundException>(() => again["nothing"]);
    }

    [Fact]
    public void Sequences_have_a_context_and_steps()
    {
        TfSequenceExample example = new() { Context = { ["id"] = 7L }, FeatureLists = { ["tokens"] = ["a", "b"], ["none"] = [] } };
        SequenceExample proto = SequenceExample.Parser.ParseFrom(example.Serialize());
        Assert.Equal(7, proto.Context.Feature["id"].Int64List.Value[0]);
        Assert.Equal("b", proto.FeatureLists.FeatureList["tokens"].Feature[1].BytesList.Value[0].ToStringUtf8());
        TfSequenceExample again = TfSequenceExample.Parse(example.Serialize());
        Assert.Equal(["none", "tokens"], again.FeatureLists.Keys);
        Assert.Equal(example.Serialize(), again.Serialize());
        Assert.Empty(new TfSequenceExample().Serialize());
    }

    [Fact]
    public void Equal_examples_have_equal_bytes() => Gen.Select(Gen.String[1, 5], Gen.Float).Array[0, 8].Sample(features =>
    {
        TfExample forwards = new(), backwards = new();
        foreach ((string name, float value) in features.DistinctBy(f => f.Item1)) forwards[name] = value;
        foreach ((string name, float value) in features.DistinctBy(f => f.Item1).Reverse()) backwards[name] = value;
        Assert.Equal(forwards.Serialize(), backwards.Serialize());
    });

    [Fact]
    public void Bytes_of_something_else_are_an_invalid_argument()
    {
        byte[] nonsense = [0x0a, 0x7f, 1];
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => TfExample.Parse(nonsense)).Code);
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => TfSequenceExample.Parse(nonsense)).Code);
    }
}
