using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A text with tensors in the places of placeholders.</summary>
/// <remarks>Source: string_format_op.cc.</remarks>
internal sealed class StringFormat : Op
{
    public override OpDefinition Definition { get; } =
        "StringFormat(inputs: T) -> output: string; T: list(type); template: string = \"%s\"; placeholder: string = \"%s\"; summarize: int = 3";

    public override void InferShapes(ShapeContext c)
    {
        int places = Parts(c.Attributes.GetString("template"), c.Attributes.GetString("placeholder")).Length - 1;
        c.Require(places == c.InputCount, $"num placeholders in template and num inputs must match: {places} vs. {c.InputCount}");
        c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Format(Parts(r.String("template"), r.String("placeholder")), r.Int("summarize"));
    }

    private static string[] Parts(string template, string placeholder) => placeholder.Length == 0 ? [template] : template.Split(placeholder);

    private sealed class Format(string[] parts, long summarize) : Kernel
    {
        public override void Run(StepContext s)
        {
            StringBuilder text = new(parts[0]);
            for (int i = 0; i < s.InputCount; i++) text.Append(TensorSummary.Of(s.Input(i), summarize)).Append(parts[i + 1]);
            s.Output(0).Strings[0] = Encoding.UTF8.GetBytes(text.ToString());
        }
    }
}
