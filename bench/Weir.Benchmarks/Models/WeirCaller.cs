namespace Weir.Benchmarks.Models;

/// <summary>A SavedModel called as a program would: inputs made anew from changed values, outputs read and disposed.</summary>
internal sealed class WeirCaller : IDisposable
{
    private readonly SavedModelBundle model;
    private readonly Callable callable;
    private readonly Tensor[] feeds;
    private readonly Tensor[] fetches;
    private readonly Shape[] shapes;
    private readonly Array[] values;

    public WeirCaller(BenchModel bench, int batch)
    {
        SessionOptions options = new() { AllowSoftPlacement = true, SharesPreparations = bench.SharesWeights };
        model = SavedModelBundle.Load(options, null, bench.SavedModel, ["serve"]);
        Signature signature = model.Signatures[bench.SignatureName];
        callable = signature.ToCallable();
        shapes = [.. bench.Inputs.Select(input => Shape.Of(input.Shape(batch)))];
        values = [.. bench.Inputs.Select(input => input.IsFloat ? (Array)input.Floats(batch) : input.Integers(batch))];
        feeds = new Tensor[shapes.Length];
        fetches = new Tensor[signature.Outputs.Count];
    }

    /// <summary>What was read of the outputs, so that reading is not optimized away.</summary>
    public float Sum { get; private set; }

    public void Run() => Run(null);

    public void Run(RunOptions? options)
    {
        for (int i = 0; i < feeds.Length; i++)
        {
            if (values[i] is float[] floats)
            {
                floats[0] = -floats[0];
                feeds[i] = Tensor.From<float>(floats, shapes[i]);
            }
            else
            {
                int[] integers = (int[])values[i];
                (integers[0], integers[^1]) = (integers[^1], integers[0]);
                feeds[i] = Tensor.From<int>(integers, shapes[i]);
            }
        }

        callable.Run(feeds, fetches, options);
        foreach (Tensor output in fetches)
        {
            Sum += output.AsSpan<float>()[^1];
            output.Dispose();
        }

        foreach (Tensor feed in feeds) feed.Dispose();
    }

    public void Dispose() => model.Dispose();
}
