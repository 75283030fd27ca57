using Weir.Protos;

namespace Weir.Conformance;

/// <summary>Judges PNG files by what they show: their bytes depend on the compressor. JPEG files must be equal byte for byte.</summary>
internal static class EncodedImages
{
    public static bool Judges(OpCase one) => one.Op is "EncodePng" or "ImageSummary";

    /// <returns>What differs; null: nothing.</returns>
    public static string? Difference(OpCase one, Tensor got)
    {
        Tensor want = one.Outputs[0]!;
        if (got.DType != want.DType || !got.Shape.Equals(want.Shape)) return $"is a {got.DType} of shape {got.Shape}, expected {want.DType} {want.Shape}";
        (byte[][] files, byte[][] recorded) = (got.ToArray<byte[]>(), want.ToArray<byte[]>());
        return Enumerable.Range(0, files.Length)
            .Select(i => one.Op == "EncodePng" ? DifferentFiles(files[i], recorded[i]) : DifferentSummaries(Summary.Parser.ParseFrom(files[i]), Summary.Parser.ParseFrom(recorded[i])))
            .FirstOrDefault(text => text is not null);
    }

    private static string? DifferentSummaries(Summary got, Summary want)
    {
        if (got.Value.Count != want.Value.Count) return $"{got.Value.Count} images, expected {want.Value.Count}";
        for (int i = 0; i < want.Value.Count; i++)
        {
            (Summary.Types.Value a, Summary.Types.Value b) = (got.Value[i], want.Value[i]);
            if (DifferentFiles(a.Image.EncodedImageString.ToByteArray(), b.Image.EncodedImageString.ToByteArray()) is { } difference) return difference;
            a.Image.EncodedImageString = b.Image.EncodedImageString;
            if (!a.Equals(b)) return $"is {a}, expected {b}";
        }

        return null;
    }

    private static string? DifferentFiles(byte[] got, byte[] want)
    {
        using Tensor pixels = Decode(got), recorded = Decode(want);
        return Comparison.Difference(pixels, recorded, default);
    }

    private static Tensor Decode(byte[] file)
    {
        Graph graph = new();
        Output contents = graph.Placeholder(DType.String);
        Output image = graph.AddOperation("DecodePng", [contents], new Dictionary<string, object> { ["dtype"] = DType.UInt16 })[0];
        using Session session = new(graph);
        using Tensor input = Tensor.Scalar(file);
        Tensor[] pixels = new Tensor[1];
        session.MakeCallable([contents], [image]).Run([input], pixels);
        return pixels[0];
    }
}
