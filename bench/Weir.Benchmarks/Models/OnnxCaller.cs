using Microsoft.ML.OnnxRuntime;

namespace Weir.Benchmarks.Models;

/// <summary>The model's ONNX twin called as a program would: inputs wrapped anew around changed values, outputs read and disposed.</summary>
internal sealed class OnnxCaller : IDisposable
{
    private readonly InferenceSession session;
    private readonly Microsoft.ML.OnnxRuntime.RunOptions options = new();
    private readonly string[] names;
    private readonly long[][] shapes;
    private readonly Array[] values;
    private readonly OrtValue[] inputs;
    private readonly string[] outputs;

    public OnnxCaller(BenchModel bench, int batch, int threads)
    {
        using Microsoft.ML.OnnxRuntime.SessionOptions session = new() { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        this.session = new InferenceSession(bench.Onnx, session);
        names = [.. bench.Inputs.Select(input => input.Key)];
        shapes = [.. bench.Inputs.Select(input => input.Shape(batch))];
        values = [.. bench.Inputs.Select(input => input.IsFloat ? (Array)input.Floats(batch) : input.Integers(batch))];
        inputs = new OrtValue[names.Length];
        outputs = [.. this.session.OutputNames];
    }

    public float Sum { get; private set; }

    public void Run()
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (values[i] is float[] floats)
            {
                floats[0] = -floats[0];
                inputs[i] = OrtValue.CreateTensorValueFromMemory(floats, shapes[i]);
            }
            else
            {
                int[] integers = (int[])values[i];
                (integers[0], integers[^1]) = (integers[^1], integers[0]);
                inputs[i] = OrtValue.CreateTensorValueFromMemory(integers, shapes[i]);
            }
        }

        using (IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, names, inputs, outputs))
        {
            foreach (OrtValue result in results) Sum += result.GetTensorDataAsSpan<float>()[^1];
        }

        foreach (OrtValue input in inputs) input.Dispose();
    }

    public void Dispose()
    {
        options.Dispose();
        session.Dispose();
    }
}
