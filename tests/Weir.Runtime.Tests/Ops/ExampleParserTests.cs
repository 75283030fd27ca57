using CsCheck;
using Google.Protobuf;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Runtime.Tests.Ops;

/// <summary>The wire reader of tf.Examples against the messages that protobuf makes of the same bytes.</summary>
public sealed class ExampleParserTests
{
    private static readonly FeatureSpec[] Specs = [FeatureSpec.Sparse(DType.Float32), FeatureSpec.Sparse(DType.Int64), FeatureSpec.Sparse(DType.String)];

    private static readonly Gen<Feature> Features = Gen.OneOf(
        Gen.Float.Array[0, 9].Select(values => new Feature { FloatList = new FloatList { Value = { values } } }),
        Gen.Long.Array[0, 9].Select(values => new Feature { Int64List = new Int64List { Value = { values } } }),
        Gen.Byte.Array[0, 20].Array[0, 5].Select(values => new Feature { BytesList = new BytesList { Value = { values.Select(value => ByteString.CopyFrom(value)) } } }));

    private static readonly Gen<byte[]> Examples = Gen.Select(Gen.OneOf("f", "i", "s", "other", "f2"), Features).Array[0, 8].Select(entries =>
    {
        // One message behind the other: repeated keys, of which the last counts.
        MemoryStream stream = new();
        foreach ((string key, Feature feature) in entries) new Example { Features = new Features { Feature = { [key] = feature } } }.WriteTo(stream);
        return stream.ToArray();
    });

    [Fact]
    public void Values_are_those_of_the_message() => Examples.Sample(
        bytes =>
        {
            IDictionary<string, Feature> message = (IDictionary<string, Feature>?)Example.Parser.ParseFrom(bytes).Features?.Feature ?? new Dictionary<string, Feature>();
            ExampleParser parser = Parser();
            bool isOfOtherKind = IsOther(message, "f", Feature.KindOneofCase.FloatList) || IsOther(message, "i", Feature.KindOneofCase.Int64List) || IsOther(message, "s", Feature.KindOneofCase.BytesList);
            if (isOfOtherKind)
            {
                Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => parser.Parse(bytes, 0)).Code);
                return;
            }

            parser.Parse(bytes, 0);
            Assert.Equal(message.TryGetValue("f", out Feature? floats) ? floats.FloatList.Value : [], Values<float>(parser.Columns[0]));
            Assert.Equal(message.TryGetValue("i", out Feature? longs) ? longs.Int64List.Value : [], Values<long>(parser.Columns[1]));
            Assert.Equal(message.TryGetValue("s", out Feature? strings) ? strings.BytesList.Value.Select(value => value.ToByteArray()) : [], Values<byte[]>(parser.Columns[2], Tensor.From<string>([.. Enumerable.Repeat("", parser.Columns[2].Values.Count)])));
        },
        iter: 2000);

    [Fact]
    public void Damaged_bytes_are_parsed_or_refused() => Gen.Select(Examples, Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[1, 6], Gen.Int[0, 400]).Sample(
        (bytes, changes, length) =>
        {
            foreach ((int at, byte value) in changes)
            {
                if (at < bytes.Length) bytes[at] = value;
            }

            byte[] damaged = bytes[..Math.Min(length, bytes.Length)];
            ParseOrRefuse(() => Parser().Parse(damaged, 0));
            SequenceParser sequences = new(new SequenceLayout(Specs, [], [], Specs, [], []));
            for (int i = 0; i < Specs.Length; i++) sequences.ContextKeys[i] = sequences.ListKeys[i] = [(byte)"fis"[i]];
            sequences.Begin([]);
            ParseOrRefuse(() => sequences.Parse(damaged, 0));
        },
        iter: 20_000);

    [Fact]
    public void Numbers_cost_the_managed_heap_nothing()
    {
        byte[] bytes = new Example
        {
            Features = new Features
            {
                Feature =
                {
                    ["f"] = new Feature { FloatList = new FloatList { Value = { Enumerable.Range(0, 100).Select(i => (float)i) } } },
                    ["i"] = new Feature { Int64List = new Int64List { Value = { Enumerable.Range(0, 100).Select(i => i * 1000L) } } },
                    ["unknown"] = new Feature { BytesList = new BytesList { Value = { ByteString.CopyFromUtf8("x") } } },
                },
            },
        }.ToByteArray();
        ExampleParser parser = Parser();
        ParseMany();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ParseMany();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ParseMany()
        {
            for (int i = 0; i < 50; i++) parser.Parse(bytes, i);
            parser.Clear();
            parser.Begin([]);
        }
    }

    private static ExampleParser Parser()
    {
        ExampleParser parser = new(Specs);
        for (int i = 0; i < Specs.Length; i++) parser.Keys[i] = [(byte)"fis"[i]];
        parser.Begin([]);
        return parser;
    }

    private static void ParseOrRefuse(Action parse)
    {
        try
        {
            parse();
        }
        catch (TfException e)
        {
            Assert.Equal(StatusCode.InvalidArgument, e.Code);
        }
    }

    private static bool IsOther(IDictionary<string, Feature> message, string key, Feature.KindOneofCase kind) => message.TryGetValue(key, out Feature? feature) && feature.KindCase != kind;

    private static T[] Values<T>(FeatureColumn column)
        where T : unmanaged => Values<T>(column, Tensor.Create<T>(Shape.Of(column.Values.Count), _ => { }));

    private static T[] Values<T>(FeatureColumn column, Tensor tensor)
    {
        using (tensor)
        {
            column.Values.CopyTo(0, column.Values.Count, tensor, 0);
            return tensor.ToArray<T>();
        }
    }
}
