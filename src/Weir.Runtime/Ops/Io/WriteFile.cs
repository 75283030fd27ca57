using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Would write a file: no session has permission to write, and this says so.</summary>
/// <remarks>Source: whole_file_read_ops.cc.</remarks>
internal sealed class WriteFile : Op
{
    public override OpDefinition Definition { get; } = "WriteFile(filename: string, contents: string) | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.WithRank(1, 0);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Refuse();

    private sealed class Refuse : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < 2; i++) s.Require(s.Input(i).Shape.Rank == 0, $"Input {i} must be scalar, but had shape: {s.Input(i).Shape}");
            throw new TfException(StatusCode.PermissionDenied, $"{Encoding.UTF8.GetString(s.Input(0).Strings[0])}; models may not write files");
        }
    }
}
