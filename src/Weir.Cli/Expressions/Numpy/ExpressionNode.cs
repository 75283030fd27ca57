using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>A part of an expression. There is nothing that could call, read or write anything but what the tables of this folder name.</summary>
internal abstract record ExpressionNode
{
    public abstract PythonValue Evaluate(EvaluationScope scope);
}

internal sealed record ConstantNode(PythonValue Value) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => Value;
}

internal sealed record NameNode(string Name) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => scope.Find(Name);
}

internal sealed record ListNode(IReadOnlyList<ExpressionNode> Items, bool IsTuple) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => new PythonSequence([.. Items.Select(item => item.Evaluate(scope))], IsTuple);
}

internal sealed record DictNode(IReadOnlyList<(ExpressionNode Key, ExpressionNode Value)> Items) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => new PythonDict([.. Items.Select(item => KeyValuePair.Create(Hashable(item.Key.Evaluate(scope)), item.Value.Evaluate(scope)))]);

    private static PythonValue Hashable(PythonValue key) => key.IsHashable ? key : throw EvaluationScope.Refused($"unhashable type: '{key.TypeName}'");
}

internal sealed record UnaryNode(string Operator, ExpressionNode Operand) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => Operators.Unary(Operator, Operand.Evaluate(scope), scope);
}

internal sealed record BinaryNode(string Operator, ExpressionNode Left, ExpressionNode Right) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => Operators.Binary(Operator, Left.Evaluate(scope), Right.Evaluate(scope), scope);
}

/// <summary><c>and</c>, <c>or</c>: the second operand is looked at only if it decides.</summary>
internal sealed record LogicNode(bool IsAnd, ExpressionNode Left, ExpressionNode Right) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope)
    {
        PythonValue left = Left.Evaluate(scope);
        return Operators.Truth(left) == IsAnd ? Right.Evaluate(scope) : left;
    }
}

internal sealed record ConditionNode(ExpressionNode Condition, ExpressionNode Yes, ExpressionNode No) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => (Operators.Truth(Condition.Evaluate(scope)) ? Yes : No).Evaluate(scope);
}

/// <summary><c>a &lt; b &lt; c</c>: each pair is compared.</summary>
internal sealed record ComparisonNode(ExpressionNode First, IReadOnlyList<(string Operator, ExpressionNode Operand)> Rest) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope)
    {
        PythonValue left = First.Evaluate(scope);
        PythonValue result = new PythonBool(true);
        foreach ((string op, ExpressionNode operand) in Rest)
        {
            PythonValue right = operand.Evaluate(scope);
            result = Operators.Binary(op, left, right, scope);
            if (Rest.Count > 1 && !Operators.Truth(result)) break;
            left = right;
        }

        return result;
    }
}

internal sealed record AttributeNode(ExpressionNode Target, string Name) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => Attributes.Get(Target.Evaluate(scope), Name, scope);
}

internal sealed record CallNode(ExpressionNode Function, IReadOnlyList<ExpressionNode> Arguments, IReadOnlyList<(string Name, ExpressionNode Value)> Named) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope)
    {
        PythonValue function = Function.Evaluate(scope);
        CallArguments arguments = new([.. Arguments.Select(argument => argument.Evaluate(scope))], Named.Select(named => (named.Name, named.Value.Evaluate(scope))), scope);
        return function is FunctionValue known ? known.Call(arguments) : throw EvaluationScope.Unknown($"a call of {function.TypeName}");
    }
}

/// <summary><c>a[i]</c>; a slice is a part of the index only.</summary>
internal sealed record IndexNode(ExpressionNode Target, IReadOnlyList<ExpressionNode> Parts) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => Indexing.Get(Target.Evaluate(scope), [.. Parts.Select(part => part.Evaluate(scope))], scope);
}

internal sealed record SliceNode(ExpressionNode? Start, ExpressionNode? Stop, ExpressionNode? Step) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope) => new SliceValue(Number(Start, scope), Number(Stop, scope), Number(Step, scope));

    private static long? Number(ExpressionNode? node, EvaluationScope scope) => node?.Evaluate(scope) switch
    {
        null or PythonNone => null,
        var value => Operators.Integer(value),
    };
}

/// <summary><c>[item for name in items if condition]</c>.</summary>
internal sealed record ComprehensionNode(ExpressionNode Item, string Name, ExpressionNode Items, ExpressionNode? Condition) : ExpressionNode
{
    public override PythonValue Evaluate(EvaluationScope scope)
    {
        List<PythonValue> result = [];
        foreach (PythonValue item in Operators.Items(Items.Evaluate(scope)))
        {
            scope.Spend(1);
            EvaluationScope inner = scope.With(Name, item);
            if (Condition is null || Operators.Truth(Condition.Evaluate(inner))) result.Add(Item.Evaluate(inner));
        }

        return new PythonSequence(result, IsTuple: false);
    }
}
