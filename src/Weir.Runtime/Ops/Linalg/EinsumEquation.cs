namespace Weir.Ops;

/// <summary>An equation of Einsum: a letter for each dimension of the operands and of the result, and an ellipsis for those that broadcast.</summary>
/// <param name="Inputs">The subscripts of each operand, with <see cref="Ellipsis"/> for an ellipsis.</param>
/// <param name="Output">The subscripts of the result.</param>
internal sealed record EinsumEquation(string[] Inputs, string Output)
{
    /// <summary>Stands for "..." in subscripts.</summary>
    public const char Ellipsis = '.';

    /// <summary>Reads an equation such as "...ij,...jk->...ik".</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is not one, or has another number of operands.</exception>
    public static EinsumEquation Parse(string equation, int operands)
    {
        string[] sides = equation.Split("->");
        if (sides.Length != 2) throw Wrong($"Expecting exactly one '->' in einsum equation: {equation}");
        string[] inputs = sides[0].Split(',');
        if (inputs.Length is < 1 or > 2) throw Wrong($"Expecting 1 or 2 input subscripts in equation '{equation}' but got: {inputs.Length}");
        if (inputs.Length != operands) throw Wrong($"Expected {inputs.Length} inputs for equation {equation} but got: {operands}");
        for (int i = 0; i < inputs.Length; i++) inputs[i] = Shorten(inputs[i], "input");
        string output = Shorten(sides[1], "output");
        foreach (char label in output)
        {
            if (label != Ellipsis && !Array.Exists(inputs, input => input.Contains(label)))
            {
                throw Wrong($"Einsum output subscripts for equation '{equation}' has label '{label}' which is not present in the input subscripts");
            }
        }

        return new EinsumEquation(inputs, output);
    }

    /// <summary>Subscripts as equations write them.</summary>
    public static string Text(string subscripts) => subscripts.Replace(".", "...", StringComparison.Ordinal);

    private static string Shorten(string subscripts, string kind)
    {
        int periods = subscripts.Count(c => c == '.');
        string shorter = subscripts.Replace("...", ".", StringComparison.Ordinal);
        bool fits = periods == 0 || (periods == 3 && shorter.Length == subscripts.Length - 2);
        if (shorter.Length > Shape.MaxRank) throw Wrong($"An {kind} subscript of {shorter.Length} letters is longer than the {Shape.MaxRank} dimensions that a tensor has.");
        return fits ? shorter : throw Wrong($"Expected at most one ellipsis (...), but found {periods} periods (.) in the {kind} subscript: {subscripts}");
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);
}
