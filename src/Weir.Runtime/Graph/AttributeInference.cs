using System.Text;
using Weir.Definitions;

namespace Weir.Graphs;

/// <summary>Completes the attributes of a new operation: given ones first, then what the inputs' dtypes and number say, then defaults.</summary>
internal static class AttributeInference
{
    public static AttributeList Complete(OpDefinition definition, Output[] inputs, IReadOnlyDictionary<string, object>? given)
    {
        Dictionary<string, object> values = new(StringComparer.Ordinal);
        foreach ((string name, object value) in given ?? new Dictionary<string, object>()) values[name] = Normalize(value);
        int at = 0;
        int fixedCount = definition.Inputs.Count(input => input.NumberAttribute is null && input.TypeListAttribute is null);
        foreach (ArgumentDefinition argument in definition.Inputs)
        {
            bool isList = argument.NumberAttribute is not null || argument.TypeListAttribute is not null;
            int alike = definition.Inputs.Count(other => argument.NumberAttribute is { } name && other.NumberAttribute == name);
            int count = !isList ? 1 : CountOf(argument, values) ?? Math.Max(0, inputs.Length - fixedCount) / Math.Max(1, alike);
            if (count < 0 || count > inputs.Length - at) break;
            if (argument.NumberAttribute is { } number) values.TryAdd(number, (long)count);
            if (argument.TypeListAttribute is { } list) values.TryAdd(list, inputs.Skip(at).Take(count).Select(input => input.DType.BaseType()).ToArray());
            if (argument.TypeAttribute is { } type && count > 0) values.TryAdd(type, inputs[at].DType.BaseType());
            at += count;
        }

        foreach (AttributeDefinition attribute in definition.Attributes)
        {
            if (attribute.Default is { } value) values.TryAdd(attribute.Name, value);
            else if (!values.ContainsKey(attribute.Name)) throw new TfException(StatusCode.InvalidArgument, $"{definition.Name} needs the attribute '{attribute.Name}'.");
        }

        return new AttributeList([.. values]);
    }

    private static int? CountOf(ArgumentDefinition argument, Dictionary<string, object> values) =>
        argument.NumberAttribute is { } number && values.TryGetValue(number, out object? n) ? (int)Math.Clamp((long)n, -1, int.MaxValue)
        : argument.TypeListAttribute is { } list && values.TryGetValue(list, out object? types) ? ((DType[])types).Length
        : null;

    // An array of an enumeration passes for an array of ints: the exact type decides.
    private static object Normalize(object value) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        int number => (long)number,
        int[] numbers when value.GetType() == typeof(int[]) => Array.ConvertAll(numbers, number => (long)number),
        Tensor tensor => tensor.Share(),
        Tensor[] tensors => Array.ConvertAll(tensors, element => element.Share()),
        string[] texts => Array.ConvertAll(texts, Encoding.UTF8.GetBytes),
        _ => value,
    };
}
