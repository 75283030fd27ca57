namespace Weir;

/// <summary>A node of the object graph that an <see cref="ObjectCheckpoint"/> saves: a variable, or something with named parts.</summary>
/// <remarks>
/// <c>new Trackable { ["kernel"] = kernel, ["bias"] = bias }</c> is what a TensorFlow 2 object with these two attributes is; a list has the parts
/// <c>0</c>, <c>1</c>, and so on. The names of the way from the root are what a checkpoint knows a variable by; the variable's own name does not matter.
/// One object may be part of several. Not thread-safe. Source: trackable/base.py (TensorFlow 2.15).
/// </remarks>
public class Trackable
{
    private readonly List<KeyValuePair<string, Trackable>> children = [];
    private readonly List<Slot> slots = [];

    /// <summary>An object without parts.</summary>
    public Trackable()
    {
    }

    private Trackable(Variable variable, string fullName)
    {
        Variable = variable;
        FullName = fullName;
    }

    /// <summary>The variable that it is; null: it has parts.</summary>
    public Variable? Variable { get; }

    /// <summary>Its parts by name, in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, Trackable>> Children => children;

    /// <summary>What the variable is called in the object graph.</summary>
    internal string FullName { get; } = "";

    internal IReadOnlyList<Slot> Slots => slots;

    /// <summary>What makes two nodes one: a variable is the same wherever it is mentioned.</summary>
    internal object Identity => (object?)Variable ?? this;

    /// <summary>A part.</summary>
    /// <param name="name">Its name; any but an empty one.</param>
    /// <exception cref="KeyNotFoundException">There is no such part.</exception>
    /// <exception cref="InvalidOperationException">This is a variable, which has no parts.</exception>
    public Trackable this[string name]
    {
        get => Find(name) ?? throw new KeyNotFoundException($"There is no part '{name}'.");
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(value);
            if (Variable is not null) throw new InvalidOperationException($"The variable {Variable.Name} has no parts.");
            int at = children.FindIndex(child => child.Key == name);
            if (at < 0) children.Add(new(name, value));
            else children[at] = new(name, value);
        }
    }

    /// <summary>A variable as a node.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator Trackable(Variable variable) => FromVariable(variable);

    /// <inheritdoc cref="op_Implicit(Variable)"/>
    public static Trackable FromVariable(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new Trackable(variable, variable.Name);
    }

    /// <summary>A list or a tuple.</summary>
    /// <param name="items">What is in it.</param>
    public static Trackable List(params IReadOnlyList<Trackable> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Trackable list = new();
        for (int i = 0; i < items.Count; i++) list[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = items[i];
        return list;
    }

    /// <summary>Says that this is an optimizer which keeps a variable beside another one.</summary>
    /// <param name="original">The variable that is optimized; a part of the same checkpoint.</param>
    /// <param name="name">What it is kept as: <c>m</c>, <c>momentum</c>.</param>
    /// <param name="slot">The variable that is kept.</param>
    public void AddSlot(Variable original, string name, Variable slot)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(slot);
        AddSlot(original, name, FromVariable(slot));
    }

    internal void AddSlot(Variable original, string name, Trackable slot)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        slots.Add(new Slot(original, name, slot));
    }

    internal static Trackable Named(Variable variable, string fullName) => new(variable, fullName);

    internal Trackable? Find(string name)
    {
        foreach ((string known, Trackable child) in children)
        {
            if (known == name) return child;
        }

        return null;
    }

    internal Trackable? FindSlot(Variable original, string name) => slots.Find(slot => slot.Original == original && slot.Name == name)?.Kept;

    /// <summary>What an optimizer keeps beside a variable.</summary>
    internal sealed record Slot(Variable Original, string Name, Trackable Kept);
}
