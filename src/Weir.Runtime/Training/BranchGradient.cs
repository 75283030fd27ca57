using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>The gradient of If and Case: the same choice between the branches' gradients. What they read inside of the branches, these give as optional values.</summary>
/// <remarks>Source: cond_v2.py.</remarks>
internal sealed class BranchGradient
{
    private readonly GradientContext g;
    private readonly IBranchOp op;
    private readonly Branch[] branches;
    private readonly int[] ys;
    private readonly int[] xs;

    private BranchGradient(GradientContext g, IBranchOp op)
    {
        this.g = g;
        this.op = op;
        Shape[] shapes = [.. Enumerable.Range(1, g.InputCount - 1).Select(i => g.Input(i).Shape)];
        branches = [.. op.Branches(g.Operation.Attributes).Select(reference =>
            new Branch(reference.Name, g.Call.Copy(reference, g.Operation, shapes), g.Call))];
        ys = [.. Enumerable.Range(0, g.OutputCount).Where(g.HasOutgoing)];
        xs = [.. Enumerable.Range(0, g.InputCount - 1).Where(i => g.Wants(i + 1))];
    }

    public static void Flow(GradientContext g, IBranchOp op)
    {
        BranchGradient gradient = new(g, op);
        try
        {
            gradient.Flow();
        }
        finally
        {
            foreach (Branch branch in gradient.branches) branch.Gradient.Dispose();
        }
    }

    private void Flow()
    {
        Output?[][] found = [.. branches.Select(Differentiate)];
        int[] there = [.. Enumerable.Range(0, xs.Length).Where(k => Array.Exists(found, gradients => gradients[k] is not null))];
        if (there.Length == 0) return;
        for (int b = 0; b < branches.Length; b++)
        {
            branches[b].Gradients = [.. there.Select(k => found[b][k] ?? VariableShape.BuildZerosLike(branches[b].Body.Arguments[xs[k]][0], Array.Find(found, gradients => gradients[k] is not null)![k]!.Value.DType))];
        }

        Output[] inputs = [g.Input(0), .. ys.Select(g.Outgoing), .. Bring()];
        Function[] functions = [.. branches.Select(branch => branch.Gradient.Make(branch.Name + "_grad", branch.Gradients))];
        Operation back = op.Build(g.Graph, inputs, functions, g.Operation);
        for (int k = 0; k < there.Length; k++) g.Flow(xs[there[k]] + 1, back[k]);
    }

    private Output?[] Differentiate(Branch branch)
    {
        Output[] arriving = [.. ys.Select(i => branch.Gradient.AddArgument(g.Outgoing(i)))];
        return branch.Gradient.Differentiate([.. ys.Select(i => branch.Body.Results[i])], arriving, [.. xs.Select(i => branch.Body.Arguments[i][0])]);
    }

    /// <summary>Hands the gradients what they read of the branches: inputs as they are, what is made inside through an output more of each branch.</summary>
    private List<Output> Bring()
    {
        Output[][] crossing = [.. branches.Select(branch => branch.Gradient.Crossing(branch.Gradients).ToArray())];
        List<Output> brought = [];
        for (int i = 0; i < g.InputCount - 1; i++)
        {
            if (!Enumerable.Range(0, branches.Length).Any(b => crossing[b].Contains(branches[b].Body.Arguments[i][0]))) continue;
            brought.Add(g.Input(i + 1));
            foreach (Branch branch in branches)
            {
                Output edge = branch.Body.Arguments[i][0];
                branch.Gradient.Replace(edge, branch.Gradient.AddArgument(edge));
            }
        }

        Output[][] inside = [.. branches.Select((branch, b) => crossing[b].Where(edge => !branch.Gradient.IsGiven(edge)).ToArray())];
        int[] giving = [.. Enumerable.Range(0, branches.Length).Where(b => inside[b].Length > 0)];
        int first = g.OutputCount;
        if (giving.Length > 0) Extend(giving, inside);
        for (int k = 0; k < giving.Length; k++)
        {
            brought.Add(g.Operation[first + k]);
            for (int b = 0; b < branches.Length; b++)
            {
                Output optional = branches[b].Gradient.AddArgument(DType.Variant, Shape.Scalar);
                if (b != giving[k]) continue;
                Operation values = OptionalOps.Values(optional, inside[b]);
                for (int i = 0; i < inside[b].Length; i++) branches[b].Gradient.Replace(inside[b][i], values[i]);
            }
        }

        return brought;
    }

    /// <summary>Gives the operation an output more for each branch that gives something: from that branch its values, from the others nothing.</summary>
    private void Extend(int[] giving, Output[][] inside)
    {
        FunctionReference[] rewritten = [.. branches.Select((branch, b) =>
        {
            Output[] added = [.. giving.Select(giver => giver == b ? OptionalOps.Some(inside[b]) : OptionalOps.Nothing(branch.Body.Graph))];
            return branch.Body.Extend(branch.Name, [], added).Reference;
        })];
        AttributeList attributes = g.Operation.Attributes.With("Tout", g.Operation.OutputTypes.Concat(Enumerable.Repeat(DType.Variant, giving.Length)).ToArray());
        foreach ((string name, object value) in op.Attributes(rewritten)) attributes = attributes.With(name, value);
        g.Operation.Extend(g.Operation.Definition, attributes, [], [.. giving.Select(_ => Shape.Scalar)]);
    }

    private sealed class Branch(string name, FunctionBody body, GradientPass pass)
    {
        public string Name => name;

        public FunctionBody Body => body;

        public BodyGradient Gradient { get; } = new(body.Graph, pass, name) { IsGiven = body.IsArgument };

        public Output[] Gradients { get; set; } = [];
    }
}
