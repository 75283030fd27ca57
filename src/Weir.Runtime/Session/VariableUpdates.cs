using System.Runtime.CompilerServices;
using Weir.Ops;

namespace Weir.Sessions;

/// <summary>Changes of several variables that no other comes between. They are locked in the order of their making, so that no two wait for each other.</summary>
internal ref struct VariableUpdates
{
    public const int Most = 4;

    private Group variables;
    private Group locked;
    private int count;

    /// <summary>The variable of an input.</summary>
    public readonly VariableCell this[int index] => variables[index];

    /// <summary>Locks the variables of a step's first inputs.</summary>
    public static VariableUpdates Begin(StepContext s, int count)
    {
        VariableUpdates updates = default;
        for (int i = 0; i < count; i++) updates.variables[i] = updates.locked[i] = s.Resource<VariableCell>(i);
        Span<VariableCell> order = ((Span<VariableCell>)updates.locked)[..count];
        order.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        foreach (VariableCell variable in order) variable.BeginUpdate();
        updates.count = count;
        return updates;
    }

    /// <summary>The value of a variable; null: none yet.</summary>
    public readonly Tensor? Current(int index) => variables[index].Held;

    /// <inheritdoc cref="VariableUpdate.Writable"/>
    public readonly Tensor Writable(int index, ModelLimits limits) => new VariableUpdate(variables[index]).Writable(limits);

    public readonly void Dispose()
    {
        for (int i = 0; i < count; i++) locked[i].EndUpdate();
    }

    [InlineArray(Most)]
    private struct Group
    {
        private VariableCell first;
    }
}
