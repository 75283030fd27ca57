using System.Globalization;
using Google.Protobuf;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Benchmarks.Parsing;

/// <summary>
/// Parsing tf.Examples into columns against what Google.Protobuf needs to make messages of the same bytes, which is only the first half
/// of the same work.
/// </summary>
internal static class ParsingBenchmarks
{
    private const int BatchSize = 256;

    public static void Run()
    {
        Print("wide: 20 numbers, 10 words", 20, 1, 10);
        Print("dense: 4 vectors of 128", 4, 128, 0);
        Print("small: 3 numbers, 2 words", 3, 1, 2);
    }

    private static void Print(string title, int vectors, int length, int words)
    {
        byte[][] batch = [.. Enumerable.Range(0, BatchSize).Select(number => Make(number, vectors, length, words))];
        ExampleParser parser = ParserFor(vectors, length, words);
        double[] seconds = SideBySide.Medians(new Contestant("Weir", () => Parse(parser, batch)), new Contestant("Google.Protobuf", () => ParseMessages(batch)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-28} | Weir {BatchSize / seconds[0]:N0} examples/s | Google.Protobuf {BatchSize / seconds[1]:N0} examples/s | speed relative to it: {seconds[1] / seconds[0]:F2}"));
    }

    private static ExampleParser ParserFor(int vectors, int length, int words)
    {
        FeatureSpec[] specs =
        [
            .. Enumerable.Range(0, vectors).Select(i => FeatureSpec.Dense(i % 2 == 0 ? DType.Float32 : DType.Int64, Shape.Of(length), i)),
            .. Enumerable.Range(0, words).Select(_ => FeatureSpec.Sparse(DType.String)),
        ];
        ExampleParser parser = new(specs);
        for (int i = 0; i < specs.Length; i++) parser.Keys[i] = System.Text.Encoding.UTF8.GetBytes(i < vectors ? $"vector_{i}" : $"word_{i - vectors}");
        return parser;
    }

    private static void Parse(ExampleParser parser, byte[][] batch)
    {
        parser.Begin([]);
        for (int i = 0; i < batch.Length; i++) parser.Parse(batch[i], i);
        parser.Clear();
    }

    private static void ParseMessages(byte[][] batch)
    {
        foreach (byte[] bytes in batch) Example.Parser.ParseFrom(bytes);
    }

    private static byte[] Make(int number, int vectors, int length, int words)
    {
        Features features = new();
        for (int i = 0; i < vectors; i++)
        {
            Feature feature = new();
            if (i % 2 == 0) feature.FloatList = new FloatList { Value = { Enumerable.Range(0, length).Select(j => (float)(number + j)) } };
            else feature.Int64List = new Int64List { Value = { Enumerable.Range(0, length).Select(j => (number * 1000L) + j) } };
            features.Feature[$"vector_{i}"] = feature;
        }

        for (int i = 0; i < words; i++) features.Feature[$"word_{i}"] = new Feature { BytesList = new BytesList { Value = { ByteString.CopyFromUtf8($"value {number} of {i}") } } };
        return new Example { Features = features }.ToByteArray();
    }
}
