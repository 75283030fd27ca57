using System.Collections.Frozen;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>All ops: those with a file by their family tables, the others by their definitions alone.</summary>
internal static class OpTable
{
    private static readonly Lazy<FrozenDictionary<string, Op>> Built = new(() => All.ToFrozenDictionary(op => op.Name, StringComparer.Ordinal));

    /// <summary>The ops that can be computed, family by family.</summary>
    public static IEnumerable<Op> All =>
    [
        .. ArrayOps.All,
        .. AudioOps.All,
        .. ControlOps.All,
        .. FunctionOps.All,
        .. ImageOps.All,
        .. IoOps.All,
        .. LinalgOps.All,
        .. ListOps.All,
        .. LookupOps.All,
        .. MathOps.All,
        .. NnOps.All,
        .. ParsingOps.All,
        .. QuantizationOps.All,
        .. QueueOps.All,
        .. RaggedOps.All,
        .. RandomOps.All,
        .. SequenceOps.All,
        .. SparseOps.All,
        .. StateOps.All,
        .. StringOps.All,
        .. SummaryOps.All,
        .. TensorArrayOps.All,
        .. TrainingOps.All,
        .. VariantOps.All,
        .. WindowOps.All,
    ];

    /// <summary>An op that has a file; null: unknown, or not built yet.</summary>
    public static Op? Find(string name) => Built.Value.GetValueOrDefault(name);

    /// <summary>The definition of any op that TensorFlow knows; null: unknown.</summary>
    public static OpDefinition? FindDefinition(string name) => Find(name)?.Definition ?? OpDefinitionTable.Find(name);

    /// <summary>The error for a name that is neither an op nor a function of the library.</summary>
    public static TfException NotRegistered(string name) => new(StatusCode.NotFound,
        $"Op type not registered '{name}' in Weir. Make sure the op is one of TensorFlow 2.15's: custom ops can not be run.");
}
