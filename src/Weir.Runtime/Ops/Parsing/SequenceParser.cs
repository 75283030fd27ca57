using System.Text;

namespace Weir.Ops;

/// <summary>Parses serialized tf.SequenceExamples into columns. It belongs to one run at a time and keeps its memory for the next.</summary>
/// <remarks>The rules and texts are those of FastParseSequenceExample in TensorFlow's example_proto_fast_parsing.cc.</remarks>
internal sealed class SequenceParser
{
    private readonly FeatureEntries contextEntries = new();
    private readonly FeatureEntries listEntries = new();
    private FeatureIndex contextIndex = new([]);
    private FeatureIndex listIndex = new([]);
    private byte[][] names = [];

    public SequenceParser(SequenceLayout layout)
    {
        Context = Array.ConvertAll(layout.Context, spec => new FeatureColumn(spec));
        Lists = Array.ConvertAll(layout.Lists, spec => new SequenceColumn(spec));
        ContextKeys = new byte[layout.Context.Length][];
        ListKeys = new byte[layout.Lists.Length][];
    }

    public FeatureColumn[] Context { get; }

    public SequenceColumn[] Lists { get; }

    /// <summary>What the features are called, in the order of the columns: to be filled before <see cref="Begin"/>.</summary>
    public byte[][] ContextKeys { get; }

    public byte[][] ListKeys { get; }

    /// <param name="exampleNames">How errors name the examples; empty: not at all.</param>
    public void Begin(byte[][] exampleNames)
    {
        names = exampleNames;
        if (!contextIndex.IsOf(ContextKeys)) contextIndex = new FeatureIndex(ContextKeys);
        if (!listIndex.IsOf(ListKeys)) listIndex = new FeatureIndex(ListKeys);
        if (contextIndex.Repeated >= 0) throw Invalid($"Context feature {Text(ContextKeys[contextIndex.Repeated])} cannot be both dense and sparse");
        if (listIndex.Repeated >= 0) throw Invalid($"Sequence feature {Text(ListKeys[listIndex.Repeated])} cannot be both dense and sparse");
    }

    /// <summary>Parses one example into the columns that it has values for, and ends the rows of all lists.</summary>
    /// <param name="example">The serialized message.</param>
    /// <param name="number">Which one of its batch.</param>
    public void Parse(ReadOnlySpan<byte> example, int number)
    {
        if (!TryRead(example)) throw Invalid($"Invalid protocol message input, example id: {NameOf(number)}");
        for (int i = contextEntries.Count - 1; i >= 0; i--)
        {
            FeatureEntries.Entry entry = contextEntries[i];
            FeatureColumn column = Context[entry.Feature];
            if (column.LastExample == number) continue;
            column.LastExample = number;
            if (!TryReadFeature(example.Slice(entry.Start, entry.Length), column, out _))
            {
                throw Invalid($"Name: {NameOf(number)}, Context feature: {Text(ContextKeys[entry.Feature])}.  Data types don't match. Expected type: {column.Spec.DType.TfName()}");
            }
        }

        for (int i = listEntries.Count - 1; i >= 0; i--)
        {
            FeatureEntries.Entry entry = listEntries[i];
            if (Lists[entry.Feature].LastExample == number) continue;
            Lists[entry.Feature].LastExample = number;
            ReadList(example.Slice(entry.Start, entry.Length), entry.Feature, number);
        }

        foreach (SequenceColumn column in Lists) column.EndExample();
    }

    /// <summary>The error for values of a dense context feature that are more or fewer than its shape has.</summary>
    public TfException WrongCount(int feature, long expected, long found) =>
        Invalid($"Inconsistent max number of elements for feature {Text(ContextKeys[feature])}: expected {expected}, but found {found}");

    public TfException Missing(int feature) =>
        Invalid($"Feature: {Text(ContextKeys[feature])} (data type: {Context[feature].Spec.DType.TfName()}) is required but could not be found.");

    /// <summary>The error for a list that an example may not do without.</summary>
    public TfException MissingList(int feature, int number) => Invalid($"Name: {NameOf(number)}, Feature list '{Text(ListKeys[feature])}' is required but could not be found.  "
        + "Did you mean to include it in feature_list_dense_missing_assumed_empty or feature_list_dense_defaults?");

    public TfException Unexpected(int number) => Invalid($"Unexpected number of elements in example {NameOf(number)}");

    /// <summary>Forgets everything but the memory.</summary>
    public void Clear()
    {
        names = [];
        foreach (FeatureColumn column in Context) column.Clear();
        foreach (SequenceColumn column in Lists) column.Clear();
    }

    private bool TryRead(ReadOnlySpan<byte> example)
    {
        contextEntries.Clear();
        listEntries.Clear();
        WireCursor cursor = new(example);
        while (!cursor.IsAtEnd)
        {
            bool isRead = cursor.TryTake(WireCursor.Delimited(1)) ? contextEntries.TryReadFeatures(ref cursor, contextIndex)
                : cursor.TryTake(WireCursor.Delimited(2)) ? listEntries.TryReadFeatures(ref cursor, listIndex)
                : cursor.TrySkipField();
            if (!isRead) return false;
        }

        return true;
    }

    private void ReadList(ReadOnlySpan<byte> list, int at, int number)
    {
        SequenceColumn column = Lists[at];
        WireCursor cursor = new(list);
        for (int row = 0; !cursor.IsAtEnd; row++)
        {
            if (!cursor.TryTake(WireCursor.Delimited(1)) || !cursor.TryReadBytes(out ReadOnlySpan<byte> feature))
            {
                throw Invalid($"Error in sequence feature {Text(ListKeys[at])} in example {NameOf(number)}");
            }

            if (!TryReadFeature(feature, column.Rows, out int count))
            {
                throw Invalid($"Name: {NameOf(number)}, Feature list: {Text(ListKeys[at])}, Index: {row}.  Data types don't match. Expected type: {column.Spec.DType.TfName()}");
            }

            if (column.Spec.Form is FeatureForm.Dense && count != column.Spec.Stride)
            {
                throw Invalid($"Name: {NameOf(number)}, Key: {Text(ListKeys[at])}, Index: {row}.  Number of values != expected.  values size: {count} but output shape: {column.Spec.ExampleShape}");
            }

            column.Rows.EndExample();
        }
    }

    /// <summary>Reads the values of a feature, which may be none.</summary>
    private static bool TryReadFeature(ReadOnlySpan<byte> feature, FeatureColumn column, out int count)
    {
        int start = column.Values.Count;
        WireCursor cursor = new(feature);
        bool isRead = FeatureKind.TryTake(ref cursor, out DType kind) && (kind == DType.Invalid || (kind == column.Spec.DType && column.Values.TryRead(ref cursor)));
        count = column.Values.Count - start;
        return isRead;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private string NameOf(int number) => names.Length > 0 ? Text(names[number]) : "<unknown>";

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
