using System.Text.RegularExpressions;
using Weir.Protos;

namespace Weir.Cli.Show;

/// <summary>Orders concrete functions by the names that they have once TensorFlow has loaded them.</summary>
/// <remarks>
/// Loading gives each function a new number, in the order in which it loads them: after those that it calls, and among those that are ready
/// the one that became so last. Source: <c>function_deserialization.py</c> and <c>saved_model_cli.py</c>, TensorFlow 2.15.
/// </remarks>
internal sealed partial class FunctionOrder : IComparer<string>
{
    private readonly Dictionary<string, int> loaded = new(StringComparer.Ordinal);

    public FunctionOrder(FunctionDefLibrary library)
    {
        Dictionary<string, FunctionDef> functions = new(StringComparer.Ordinal);
        foreach (FunctionDef function in library.Function) functions.TryAdd(function.Signature?.Name ?? "", function);
        Dictionary<string, List<string>> callers = functions.Keys.ToDictionary(name => name, _ => new List<string>(), StringComparer.Ordinal);
        Dictionary<string, int> waiting = new(StringComparer.Ordinal);
        foreach ((string name, FunctionDef function) in functions)
        {
            string[] called = [.. Called(function, functions).Where(functions.ContainsKey)];
            foreach (string one in called) callers[one].Add(name);
            waiting[name] = called.Length;
        }

        Stack<string> ready = new(library.Function.Select(function => function.Signature?.Name ?? "").Distinct().Where(name => waiting[name] == 0));
        while (ready.TryPop(out string? name))
        {
            loaded[name] = loaded.Count;
            foreach (string caller in callers[name])
            {
                if (--waiting[caller] == 0) ready.Push(caller);
            }
        }
    }

    public int Compare(string? x, string? y)
    {
        int order = string.CompareOrdinal(WithoutNumber(x!), WithoutNumber(y!));
        return order != 0 ? order : loaded.GetValueOrDefault(x!).CompareTo(loaded.GetValueOrDefault(y!));
    }

    private static HashSet<string> Called(FunctionDef function, Dictionary<string, FunctionDef> functions)
    {
        HashSet<string> called = new(StringComparer.Ordinal);
        foreach (NodeDef node in function.NodeDef)
        {
            if (functions.ContainsKey(node.Op))
            {
                called.Add(node.Op);
                continue;
            }

            foreach (AttrValue value in node.Attr.Values)
            {
                if (value.Func is { } one) called.Add(one.Name);
                foreach (NameAttrList many in value.List?.Func ?? []) called.Add(many.Name);
            }
        }

        return called;
    }

    private static string WithoutNumber(string name) => TracedName().Match(name) is { Success: true } match ? match.Groups[1].Value : name;

    [GeneratedRegex("^__inference_(.*)_[0-9]+$", RegexOptions.Singleline)]
    private static partial Regex TracedName();
}
