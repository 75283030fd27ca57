using Weir.Definitions;

namespace Weir.Graphs;

/// <summary>Turns the arguments of a definition into the list of dtypes that a node with its attributes has.</summary>
internal static class Signature
{
    /// <summary>No node of a real graph comes near; a forged N must not allocate.</summary>
    private const long MaxArguments = 1 << 20;

    public static DType[] Expand(IReadOnlyList<ArgumentDefinition> arguments, AttributeList attributes)
    {
        List<DType> types = new(arguments.Count);
        foreach (ArgumentDefinition argument in arguments)
        {
            if (argument.TypeListAttribute is { } list)
            {
                types.AddRange(attributes.Get<DType[]>(list));
                continue;
            }

            DType type = argument.TypeAttribute is { } name ? attributes.Get<DType>(name) : argument.Type;
            long count = Count(argument, attributes);
            for (long i = 0; i < count; i++) types.Add(argument.IsReference ? type.AsReference() : type);
        }

        return [.. types];
    }

    /// <summary>Where one argument's tensors stand among the expanded ones.</summary>
    /// <returns>The first position and the number of tensors; null if there is no such argument.</returns>
    public static (int Start, int Count)? Find(IReadOnlyList<ArgumentDefinition> arguments, AttributeList attributes, string name)
    {
        int start = 0;
        foreach (ArgumentDefinition argument in arguments)
        {
            int count = CountOf(argument, attributes);
            if (argument.Name == name) return (start, count);
            start += count;
        }

        return null;
    }

    /// <summary>The argument to which one of the expanded tensors belongs, and its position there.</summary>
    public static (string Name, int Index) NameOf(IReadOnlyList<ArgumentDefinition> arguments, AttributeList attributes, int position)
    {
        foreach (ArgumentDefinition argument in arguments)
        {
            int count = CountOf(argument, attributes);
            if (position < count) return (argument.Name, position);
            position -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(position));
    }

    private static int CountOf(ArgumentDefinition argument, AttributeList attributes) =>
        argument.TypeListAttribute is { } list ? attributes.Get<DType[]>(list).Length : (int)Count(argument, attributes);

    private static long Count(ArgumentDefinition argument, AttributeList attributes)
    {
        if (argument.NumberAttribute is not { } number) return 1;
        long count = attributes.Get<long>(number);
        if (count is >= 0 and <= MaxArguments) return count;
        throw new TfException(StatusCode.InvalidArgument, $"Attr '{number}' of {count} is out of range for the number of '{argument.Name}'.");
    }
}
