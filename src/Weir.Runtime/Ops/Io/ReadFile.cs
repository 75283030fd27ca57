using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The bytes of a file that the session may read.</summary>
/// <remarks>Source: whole_file_read_ops.cc.</remarks>
internal sealed class ReadFile : Op
{
    public override OpDefinition Definition { get; } = "ReadFile(filename: string) -> contents: string";

    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRank(0, 0));

    public override Kernel CreateKernel(KernelRequest r) => new Read();

    private sealed class Read : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"Input filename tensor must be scalar, but had shape: {s.Input(0).Shape}");
            s.Output(0).Strings[0] = s.Files.ReadAllBytes(Encoding.UTF8.GetString(s.Input(0).Strings[0]), s.Limits.MaxTensorBytes);
        }
    }
}
