using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The numbers that strings spell.</summary>
/// <remarks>Source: string_to_number_op.cc.</remarks>
internal sealed class StringToNumber : Op
{
    public override OpDefinition Definition { get; } = "StringToNumber(string_tensor: string) -> output: out_type; out_type: {float, double, "
        + "int32, int64} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("out_type") switch
    {
        DType.Float32 => new Convert<float>(NumberText.TryParse),
        DType.Float64 => new Convert<double>(NumberText.TryParse),
        DType.Int32 => new Convert<int>(NumberText.TryParse),
        _ => new Convert<long>(NumberText.TryParse),
    };

    private delegate bool Parser<T>(ReadOnlySpan<byte> text, out T value);

    private sealed class Convert<T>(Parser<T> parse) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            byte[][] texts = s.Input(0).Strings;
            Span<T> values = s.OutputLike(0, s.Input(0)).Elements<T>();
            for (int i = 0; i < texts.Length; i++)
            {
                s.Require(parse(texts[i], out values[i]), $"StringToNumberOp could not correctly convert string: {Encoding.UTF8.GetString(texts[i])}");
            }
        }
    }
}
