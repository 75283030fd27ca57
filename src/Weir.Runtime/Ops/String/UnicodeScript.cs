using Weir.Definitions;
using Weir.Patterns;

namespace Weir.Ops;

/// <summary>ICU's numbers for the scripts of code points; -1 for what is none.</summary>
/// <remarks>Source: unicode_script_op.cc.</remarks>
internal sealed class UnicodeScript : Op
{
    public override OpDefinition Definition { get; } = "UnicodeScript(input: int32) -> output: int32";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Find();

    private sealed class Find : Kernel
    {
        public override void Run(StepContext s)
        {
            Span<int> runes = s.Input(0).Elements<int>();
            Span<int> scripts = s.OutputOver(0, 0).Elements<int>();
            for (int i = 0; i < runes.Length; i++) scripts[i] = UnicodeScripts.NumberOf(runes[i]);
        }
    }
}
