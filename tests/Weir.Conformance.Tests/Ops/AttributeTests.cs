using System.Text.Json;
using Weir.Ops;

namespace Weir.Conformance;

/// <summary>No kernel may pass over an attribute in silence: its factory reads each one, or says that it means nothing to it.</summary>
public sealed class AttributeTests
{
    [Fact]
    public void Every_kernel_factory_looks_at_every_attribute()
    {
        HashSet<string> seen = [];
        List<string> forgotten = [];
        foreach (string family in FamilyReport.Families)
        {
            foreach (JsonElement row in Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")))
            {
                OpCase one = new(family, row);
                if (seen.Contains(one.Op) || OpTable.Find(one.Op) is not { } op || one.IsUndefined || one.ErrorCode is not null) continue;
                seen.Add(one.Op);
                KernelRequest request = RequestFor(OpCaseGraph.ToRun(one).Operation);
                op.CreateKernel(request);
                forgotten.AddRange(op.Definition.Attributes.Where(attribute => !request.ReadAttributes.Contains(attribute.Name)).Select(attribute => $"{op.Name}.{attribute.Name}"));
            }
        }

        Assert.NotEmpty(seen);
        Assert.Empty(forgotten);
    }

    private static KernelRequest RequestFor(Operation operation) =>
        new(operation.Definition, operation.Attributes, operation.InputTypes, operation.OutputTypes, operation.Name);
}
