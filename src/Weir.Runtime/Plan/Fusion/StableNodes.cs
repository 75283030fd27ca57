using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>Nodes that a pattern adds to the prologue: arithmetic on float weights that are stable.</summary>
/// <param name="name">The node that they are made for: theirs in messages.</param>
internal sealed class StableNodes(string name)
{
    private readonly List<PlanNode> nodes = [];

    /// <summary>What was made, in running order.</summary>
    public IReadOnlyList<PlanNode> All => nodes;

    public PlanEdge Add(PlanEdge x, PlanEdge y) => Make("AddV2", DType.Float32, x, y);

    public PlanEdge Sub(PlanEdge x, PlanEdge y) => Make("Sub", DType.Float32, x, y);

    public PlanEdge Mul(PlanEdge x, PlanEdge y) => Make("Mul", DType.Float32, x, y);

    public PlanEdge Rsqrt(PlanEdge x) => Make("Rsqrt", DType.Float32, x);

    public PlanEdge Reshape(PlanEdge x, PlanEdge sizes) => Make("Reshape", DType.Float32, x, sizes);

    /// <summary>The sizes of a value from a dimension on.</summary>
    public PlanEdge LastSizes(PlanEdge x, int from) =>
        Make("Slice", DType.Int32, Make("Shape", DType.Int32, x), Const(Tensor.From(from)), Const(Tensor.From(-1)));

    public PlanEdge Const(Tensor value) => Make("Const", value.DType, [], KeyValuePair.Create<string, object>("value", value));

    private PlanEdge Make(string op, DType output, params PlanEdge[] inputs) => Make(op, output, inputs, KeyValuePair.Create<string, object>("T", inputs[0].DType));

    private PlanEdge Make(string op, DType output, PlanEdge[] inputs, params KeyValuePair<string, object>[] attributes)
    {
        PlanNode node = new()
        {
            Name = name,
            Definition = OpTable.FindDefinition(op)!,
            Attributes = new AttributeList(
                [.. attributes, KeyValuePair.Create<string, object>("dtype", output), KeyValuePair.Create<string, object>("out_type", output)]),
            Inputs = inputs,
            InputTypes = [.. inputs.Select(input => input.DType)],
            OutputTypes = [output],
            IsStable = true,
        };
        nodes.Add(node);
        return new PlanEdge(node, 0);
    }
}
