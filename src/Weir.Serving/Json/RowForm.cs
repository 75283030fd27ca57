namespace Weir.Json;

/// <summary>Reads <c>instances</c>: a list with one entry an example, a value each, or an object with a value for each input.</summary>
internal static class RowForm
{
    /// <param name="list">A list with at least one entry.</param>
    /// <param name="signature">The inputs by alias, in order.</param>
    public static Dictionary<string, Tensor> Read(JsonCursor list, IReadOnlyDictionary<string, SignatureTensor> signature)
    {
        long rows = list.Count();
        JsonCursor first = list;
        first.Enter();
        first.Next();
        if (first.Kind != JsonKind.Object && signature.Count > 1)
        {
            throw new TfException(StatusCode.InvalidArgument,
                "instances is a plain list, but expecting list of objects as multiple input tensors required as per tensorinfo_map");
        }

        bool hasObjects = IsNamed(first);
        Dictionary<string, TensorBuilder> builders = new(StringComparer.Ordinal);
        try
        {
            list.Enter();
            for (int row = 0; list.Next(); row++)
            {
                if (hasObjects) AddObject(ref list, row, rows, signature, builders);
                else AddValue(ref list, row, rows, signature, builders);
            }

            return builders.ToDictionary(pair => pair.Key, pair => pair.Value.Batch(rows), StringComparer.Ordinal);
        }
        finally
        {
            foreach (TensorBuilder builder in builders.Values) builder.Dispose();
        }
    }

    private static bool IsNamed(JsonCursor value) => value.Kind == JsonKind.Object && !JsonElements.IsBase64(value);

    private static void AddValue(
        ref JsonCursor value, int row, long rows, IReadOnlyDictionary<string, SignatureTensor> signature, Dictionary<string, TensorBuilder> builders)
    {
        if (IsNamed(value)) throw new TfException(StatusCode.InvalidArgument, $"Expecting value/list but got object at item {row} of input list");
        try
        {
            Add(ref value, signature.Keys.First(), rows, signature, builders);
        }
        catch (TfException e)
        {
            throw Failed($"element: {row} of 'instances' list. Error: ", e);
        }
    }

    private static void AddObject(
        ref JsonCursor value, int row, long rows, IReadOnlyDictionary<string, SignatureTensor> signature, Dictionary<string, TensorBuilder> builders)
    {
        if (!IsNamed(value)) throw new TfException(StatusCode.InvalidArgument, $"Expecting object but got list at item {row} of input list");
        JsonCursor whole = value;
        int members = 0;
        HashSet<string> names = new(StringComparer.Ordinal);
        value.Enter();
        while (value.NextMember(out string name))
        {
            members++;
            if (!names.Add(name)) break;
            try
            {
                Add(ref value, name, rows, signature, builders);
            }
            catch (TfException e)
            {
                throw Failed($"element: {row} key: {name} of 'instances' list. Error: ", e);
            }
        }

        if (members == signature.Count && names.Count == members) return;
        throw new TfException(StatusCode.InvalidArgument,
            $"Failed to process element: {row} of 'instances' list. JSON object: {JsonDebugText.Of(whole)} keys must be equal to: {string.Join(',', signature.Keys)}");
    }

    private static void Add(
        ref JsonCursor value, string name, long rows, IReadOnlyDictionary<string, SignatureTensor> signature, Dictionary<string, TensorBuilder> builders)
    {
        if (!signature.TryGetValue(name, out SignatureTensor? input))
        {
            throw new TfException(StatusCode.InvalidArgument, $"JSON object: does not have named input: {name}");
        }

        if (!builders.TryGetValue(name, out TensorBuilder? builder)) builders[name] = builder = new TensorBuilder(input.DType, value, rows);
        builder.Add(ref value);
    }

    private static TfException Failed(string where, TfException e) =>
        new(StatusCode.InvalidArgument, $"Failed to process {where}{e.Code.CanonicalName()}: {e.Message}", e);
}
