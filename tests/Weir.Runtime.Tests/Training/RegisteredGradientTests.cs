using System.Text.Json;
using Weir.Definitions;
using Weir.Ops;
using Weir.Training;

namespace Weir.Runtime.Tests;

/// <summary>Which ops have a gradient, which have none on purpose, and which are refused: as TensorFlow registers them.</summary>
public sealed class RegisteredGradientTests
{
    private static readonly JsonElement Registered = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(CorpusFolder.Root, "facts", "gradients.json"))).RootElement;

    [Theory]
    [InlineData("differentiable")]
    [InlineData("not_differentiable")]
    [InlineData("no_registration")]
    public void Ops_have_the_gradients_that_are_registered(string kind)
    {
        Op[] ops = [.. Registered.GetProperty(kind).EnumerateArray().Select(name => OpTable.Find(name.GetString()!)).OfType<Op>().Where(IsOnAPath)];
        Assert.NotEmpty(ops);
        Assert.Equal("", string.Join(", ", ops.Where(op => !IsAsRegistered(op, kind)).Select(op => op.Name)));
    }

    /// <summary>Whether gradients can come to an operation by its gradient: calls and loops are differentiated as what they run, and where nothing flows in nobody asks.</summary>
    private static bool IsOnAPath(Op op) => op is not ICallOp && op.Role is not (ControlFlowRole.Enter or ControlFlowRole.Exit or ControlFlowRole.NextIteration)
        && op.Definition.Inputs.Any(input => CanFlow(op.Definition, input)) && op.Definition.Outputs.Any(output => CanFlow(op.Definition, output));

    private static bool CanFlow(OpDefinition op, ArgumentDefinition argument)
    {
        if ((argument.TypeAttribute ?? argument.TypeListAttribute) is not { } name) return GradientPath.IsDifferentiable(argument.Type);
        return op.Attributes.Single(attribute => attribute.Name == name).AllowedTypes is not { } allowed || allowed.Any(GradientPath.IsDifferentiable);
    }

    /// <summary>Asks for the gradient of an operation without inputs and outputs: one that is built asks for them, one that is none does not.</summary>
    private static bool IsAsRegistered(Op op, string kind)
    {
        Graph graph = new();
        Exception? error = Record.Exception(() => op.Gradient(new GradientContext(graph.AddOperation("NoOp"), new GradientPass("gradients", new GradientOptions()), [], [], [], _ => true)
        {
            Conditions = new LivingConditions(new HashSet<Operation>()),
        }));
        bool isRefused = error is TfException { Code: StatusCode.NotFound } && error.Message.StartsWith("No gradient defined", StringComparison.Ordinal);
        return kind switch
        {
            "differentiable" => !isRefused,
            "not_differentiable" => error is null,
            _ => isRefused,
        };
    }
}
