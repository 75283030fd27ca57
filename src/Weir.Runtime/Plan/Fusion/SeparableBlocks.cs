namespace Weir.Plans;

/// <summary>
/// Joins a depthwise convolution with the pointwise ones before and after it, as the blocks of MobileNets have them, so that a band of rows passes through
/// all of them before it leaves the cache. Where that does not pay, the convolutions stay steps of their own.
/// </summary>
internal static class SeparableBlocks
{
    /// <param name="nodes">In running order.</param>
    /// <param name="groups">What was fused, by last node; changed in place.</param>
    /// <param name="uses">Who reads the nodes.</param>
    public static void Join(IReadOnlyList<PlanNode> nodes, Dictionary<PlanNode, FusedNodes> groups, PlanUses uses)
    {
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (Convolution(nodes[i], groups) is not { } last) continue;
            ConvolutionPart? project = last.Kernel.Form.Depthwise ? null : last;
            if (project is not null && !MayBePointwise(project.Kernel.Form)) continue;
            if ((project is null ? last : Before(last, groups, uses)) is not { Kernel.Form.Depthwise: true } filter) continue;
            ConvolutionPart? expand = Before(filter, groups, uses);
            if (expand is not null && (expand.Kernel.Form.Adds || !MayBePointwise(expand.Kernel.Form))) expand = null;
            if (expand is null && project is null) continue;
            foreach (ConvolutionPart? part in (ConvolutionPart?[])[expand, filter, project])
            {
                if (part is not null) groups.Remove(part.Root);
            }

            groups.Add(nodes[i], Join(expand, filter, project));
        }
    }

    /// <summary>Whether it is not known before the run that a convolution sees more than pixels.</summary>
    private static bool MayBePointwise(ConvolutionForm form) => !form.Depthwise && form.Rule.Stride(0) == 1 && form.Rule.Stride(1) == 1;

    private static FusedNodes Join(ConvolutionPart? expand, ConvolutionPart filter, ConvolutionPart? project)
    {
        ConvolutionPart[] parts = [.. new[] { expand, filter, project }.OfType<ConvolutionPart>()];
        PlanEdge[] inputs = [parts[0].Group.Inputs[0], .. parts.SelectMany(part => part.Group.Inputs[1..])];
        SeparableKernel kernel = new(expand?.Kernel, filter.Kernel, project?.Kernel);
        return new FusedNodes(kernel, [.. parts.SelectMany(part => part.Group.Members)], inputs)
        {
            Prologue = [.. parts.SelectMany(part => part.Group.Prologue)],
            Parts = [.. parts.Select(part => (part.Root, part.Group))],
        };
    }

    /// <summary>The convolution whose result another one alone reads.</summary>
    private static ConvolutionPart? Before(ConvolutionPart reader, Dictionary<PlanNode, FusedNodes> groups, PlanUses uses)
    {
        PlanEdge images = reader.Group.Inputs[0];
        return images.Index == 0 && uses.IsInside(images.Node, new HashSet<PlanNode>(reader.Group.Members)) ? Convolution(images.Node, groups) : null;
    }

    private static ConvolutionPart? Convolution(PlanNode root, Dictionary<PlanNode, FusedNodes> groups) =>
        groups.TryGetValue(root, out FusedNodes? group) && group.Kernel is ConvolutionKernel { Form.Squeezes: false } kernel && group.Inputs[1].Node.IsStable
            ? new ConvolutionPart(root, group, kernel) : null;

    private sealed record ConvolutionPart(PlanNode Root, FusedNodes Group, ConvolutionKernel Kernel);
}
