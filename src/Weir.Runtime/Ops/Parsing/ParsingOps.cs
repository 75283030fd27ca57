namespace Weir.Ops;

/// <summary>Serialized messages and other texts that hold tensors.</summary>
internal static class ParsingOps
{
    public static readonly Op[] All =
    [
        DecodeCompressed.Op,
        new DecodeCsv(),
        DecodeJsonExample.Op,
        new DecodePaddedRaw(),
        new DecodeRaw(),
        new EncodeProto(),
        new ParseExample(),
        new ParseExampleV2(),
        new ParseSequenceExample(),
        new ParseSequenceExampleV2(),
        new ParseSingleExample(),
        new ParseSingleSequenceExample(),
        new ParseTensor(),
        new SerializeTensor(),
    ];
}
