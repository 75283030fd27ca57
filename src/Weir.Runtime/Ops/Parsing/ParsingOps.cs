namespace Weir.Ops;

/// <summary>Serialized tf.Examples and tf.SequenceExamples.</summary>
internal static class ParsingOps
{
    public static readonly Op[] All =
    [
        new ParseExample(),
        new ParseExampleV2(),
        new ParseSingleExample(),
    ];
}
