using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>The names that an expression may use, and how much it may still compute.</summary>
internal sealed class EvaluationScope
{
    /// <summary>The elements, and the characters of texts, that an expression may make and look at, all together.</summary>
    private const long MaxElements = 1 << 24;

    private readonly EvaluationScope? outer;
    private readonly string? name;
    private readonly PythonValue? value;
    private readonly EvaluationScope root;
    private long spent;

    /// <summary>The scope of a whole expression.</summary>
    public EvaluationScope() => root = this;

    private EvaluationScope(EvaluationScope outer, string name, PythonValue value) => (this.outer, root, this.name, this.value) = (outer, outer.root, name, value);

    /// <summary>A scope with one name more.</summary>
    public EvaluationScope With(string variable, PythonValue bound) => new(this, variable, bound);

    public PythonValue Find(string wanted)
    {
        for (EvaluationScope? scope = this; scope is not null; scope = scope.outer)
        {
            if (scope.name == wanted) return scope.value!;
        }

        return Builtins.Find(wanted) ?? throw Unknown($"name '{wanted}' is not defined");
    }

    /// <summary>Counts elements before they are made.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: it becomes too many.</exception>
    public void Spend(long elements)
    {
        if (elements < 0 || elements > MaxElements - root.spent) throw new TfException(StatusCode.ResourceExhausted, $"The expression computes more than {MaxElements} elements.");
        root.spent += elements;
    }

    /// <summary>What this evaluator does not know: the expression is no valid one for it.</summary>
    public static FormatException Unknown(string what) => new(what);

    public static TfException Refused(string message) => new(StatusCode.InvalidArgument, message);
}
