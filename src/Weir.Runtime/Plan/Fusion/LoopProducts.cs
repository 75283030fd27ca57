using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Takes out of a loop the products of a list's elements, one a round, with a matrix that is the same in all rounds: one large product before the
/// loop reads the matrix once. It is how a recurrent layer's inputs are multiplied.
/// </summary>
internal static class LoopProducts
{
    /// <param name="nodes">In running order; changed in place, the bodies of their loops too.</param>
    public static void TakeOut(List<PlanNode> nodes)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            PlanNode loop = nodes[i];
            if (loop.LoopVariables.Length == 0 || loop.MayBeDead) continue;
            List<PlanNode> body = loop.Regions[1].Nodes;
            HashSet<PlanNode> changing = [.. body.Where(node => !node.IsStable), .. loop.LoopVariables.Select(variable => variable.Node)];
            PlanUses uses = new(body, loop.Regions[1].Results);
            for (int at = 0; at < body.Count; at++)
            {
                PlanNode product = body[at];
                if (!IsProductOfElement(product, changing) || !loop.LoopVariables.Contains(product.Inputs[0].Node.Inputs[1])) continue;
                PlanNode item = product.Inputs[0].Node;
                PlanNode products = Products(product, item.Inputs[0]);
                nodes.Insert(i++, products);
                loop.SeeInAllRounds(new PlanEdge(products, 0));
                body[at] = Row(product, products, uses.IsInside(item, new HashSet<PlanNode> { product }) ? [item, product] : [product]);
                if (body[at].Regions[0].Nodes.Count > 1) at -= body.RemoveAll(node => node == item);
            }
        }
    }

    private static bool IsProductOfElement(PlanNode node, HashSet<PlanNode> changing) =>
        node.Is("MatMul") && !node.IsStable && node.Fused is null && node.OutputTypes is [DType.Float32] && !node.Attributes.Get<bool>("transpose_a")
        && node.Inputs[0].Node is { Fused: null } item && item.Is("TensorListGetItem") && changing.Contains(item)
        && !changing.Contains(item.Inputs[0].Node) && !changing.Contains(node.Inputs[1].Node);

    private static PlanNode Products(PlanNode product, PlanEdge list) => new()
    {
        Name = product.Name,
        Definition = ListProducts.OpDefinition,
        Attributes = new AttributeList(KeyValuePair.Create<string, object>("transpose_b", product.Attributes.Get<bool>("transpose_b"))),
        Inputs = [list, product.Inputs[1]],
        InputTypes = [list.DType, DType.Float32],
        OutputTypes = [DType.Float32],
    };

    private static PlanNode Row(PlanNode product, PlanNode products, PlanNode[] members)
    {
        PlanEdge[] inputs = [new(products, 0), product.Inputs[0].Node.Inputs[1], .. members.SelectMany(member => member.Inputs).Where(input => !members.Contains(input.Node))];
        return new PlanNode
        {
            Name = product.Name,
            Definition = product.Definition,
            Attributes = product.Attributes,
            Inputs = inputs,
            Controls = [.. members.SelectMany(member => member.Controls).Distinct()],
            InputTypes = [.. inputs.Select(input => input.DType)],
            OutputTypes = product.OutputTypes,
            Regions = [new PlanRegion([.. members], [new PlanEdge(product, 0)])],
            Fused = new ProductRowKernel(),
        };
    }
}

/// <summary>Inputs: all products, the element's index, and what the product itself needs where there are none.</summary>
internal sealed class ProductRowKernel : FusedKernel
{
    protected override bool TryRun(StepContext s)
    {
        (Tensor products, Tensor index) = (s.Input(0), s.Input(1));
        if (products.Shape.Rank != 3 || index.Shape.Rank != 0) return false;
        int row = index.Elements<int>()[0];
        if (row < 0 || row >= products.Shape[0]) return false;
        s.ForwardRow(products, row, 0);
        return true;
    }
}
