using System.Text;

namespace Weir.Ops;

/// <summary>Parses serialized tf.Examples into columns. It belongs to one run at a time and keeps its memory for the next.</summary>
/// <remarks>
/// The rules, texts and oddities are those of TensorFlow's example_proto_fast_parsing.cc: entries are taken from the last to the first, so that the
/// last of equal keys counts.
/// </remarks>
internal sealed class ExampleParser
{
    private readonly FeatureEntries entries = new();
    private FeatureIndex index = new([]);
    private byte[][]? names;

    public ExampleParser(ReadOnlySpan<FeatureSpec> specs)
    {
        Keys = new byte[specs.Length][];
        Columns = new FeatureColumn[specs.Length];
        for (int i = 0; i < specs.Length; i++) Columns[i] = new FeatureColumn(specs[i]);
    }

    public FeatureColumn[] Columns { get; }

    /// <summary>What the features are called, in the order of the columns: to be filled before <see cref="Begin"/>.</summary>
    public byte[][] Keys { get; }

    private bool IsBatch => names is not null;

    /// <summary>Begins with a batch, or with an example alone.</summary>
    /// <param name="exampleNames">How errors name the examples; empty: not at all; null: there is one example alone.</param>
    public void Begin(byte[][]? exampleNames)
    {
        names = exampleNames;
        if (!index.IsOf(Keys)) index = new FeatureIndex(Keys);
    }

    /// <summary>Parses one example into the columns that it has values for.</summary>
    /// <param name="example">The serialized message.</param>
    /// <param name="number">Which one of its batch.</param>
    public void Parse(ReadOnlySpan<byte> example, int number)
    {
        if (!entries.TryRead(example, index))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Could not parse example input, value: '{Encoding.UTF8.GetString(example)}'");
        }

        for (int i = entries.Count - 1; i >= 0; i--)
        {
            FeatureEntries.Entry entry = entries[i];
            ParseFeature(example.Slice(entry.Start, entry.Length), entry.Feature, number);
        }
    }

    /// <summary>The error for a feature that an example lacks and nothing stands in for.</summary>
    public TfException Missing(int feature, int number) => new(StatusCode.InvalidArgument,
        $"{(IsBatch ? $"Name: {NameOf(number)}, " : "")}Feature: {KeyText(feature)} (data type: {Columns[feature].Spec.DType.TfName()}) is required but could not be found.");

    /// <summary>Forgets everything but the memory.</summary>
    public void Clear()
    {
        names = null;
        foreach (FeatureColumn column in Columns) column.Clear();
    }

    private void ParseFeature(ReadOnlySpan<byte> feature, int at, int number)
    {
        FeatureColumn column = Columns[at];
        WireCursor cursor = new(feature);
        if (!FeatureKind.TryTake(ref cursor, out DType kind)) throw new TfException(StatusCode.InvalidArgument, "Unsupported datatype.");
        bool isDense = column.Spec.Form is FeatureForm.Dense or FeatureForm.Padded;
        if (column.LastExample == number || (kind == DType.Invalid && (isDense || !IsBatch))) return;
        column.LastExample = number;
        if (kind != DType.Invalid)
        {
            if (kind != column.Spec.DType) throw Error(at, number, DifferentType(column.Spec, kind, isDense));
            int start = column.Values.Count;
            if (!column.Values.TryRead(ref cursor)) throw Unreadable(at, number);
            CheckCount(column, start, at, number);
        }
    }

    private void CheckCount(FeatureColumn column, int start, int at, int number)
    {
        FeatureSpec spec = column.Spec;
        int count = column.Values.Count - start;
        if (spec.Form == FeatureForm.Dense && count != spec.Stride)
        {
            throw !IsBatch ? Unreadable(at, number)
                : Error(at, number, $"Number of {FeatureValues.KindName(spec.DType)} values != expected.  Values size: {count} but output shape: {spec.ExampleShape}");
        }

        if (spec.Form == FeatureForm.Padded && count % spec.Stride != 0)
        {
            throw !IsBatch ? Unreadable(at, number)
                : Error(at, number, $"Number of {FeatureValues.KindName(spec.DType)} values is not a multiple of stride length. Saw {count} values but output shape is: {spec.ExampleShape}");
        }
    }

    private static string DifferentType(FeatureSpec spec, DType kind, bool isDense) => isDense
        ? $"Data types don't match. Data type: {kind.TfName()} but expected type: {spec.DType.TfName()}"
        : $"Data types don't match. Expected type: {spec.DType.TfName()}, Actual type: {kind.TfName()}";

    private TfException Unreadable(int feature, int number) => Error(feature, number, "Can't parse serialized Example.");

    private TfException Error(int feature, int number, string what) => new(StatusCode.InvalidArgument,
        IsBatch ? $"Name: {NameOf(number)}, Key: {KeyText(feature)}, Index: {number}.  {what}" : $"Key: {KeyText(feature)}.  {what}");

    private string KeyText(int feature) => Encoding.UTF8.GetString(Keys[feature]);

    private string NameOf(int number) => names is { Length: > 0 } ? Encoding.UTF8.GetString(names[number]) : "<unknown>";
}
