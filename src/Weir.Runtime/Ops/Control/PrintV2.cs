using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Hands a string to whoever listens to what models print.</summary>
/// <remarks>The stream that the model names tells nothing but what is refused: a model does not write files. Source: logging_ops.cc.</remarks>
internal sealed class PrintV2 : Op
{
    private static readonly string[] Streams = ["stdout", "stderr", "log(info)", "log(warning)", "log(error)"];

    public override OpDefinition Definition { get; } = "PrintV2(input: string); output_stream: string = \"stderr\"; end: string = \"\\n\" | stateful";

    public override void InferShapes(ShapeContext c) => c.WithRank(0, 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        string stream = r.String("output_stream");
        if (stream.StartsWith("file://", StringComparison.Ordinal)) throw new TfException(StatusCode.PermissionDenied, $"{stream}; models may not write files");
        if (!Streams.Contains(stream))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Unknown output stream: {stream}, Valid streams are: stdout, stderr, log(info), log(warning), log(error)");
        }

        return new Print(r.String("end"));
    }

    private sealed class Print(string end) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, "Input is expected to be scalar");
            s.Print(Encoding.UTF8.GetString(s.Input(0).Strings[0]) + end);
        }
    }
}
