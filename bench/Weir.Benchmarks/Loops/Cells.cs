using Weir.Simd;

namespace Weir.Benchmarks.Loops;

/// <summary>h = tanh(x w + h u + b).</summary>
internal sealed class SimpleCell(int batch) : Cell(batch)
{
    public override string Name => "simple";

    public override int Columns => Units;

    public override string Nodes(FunctionBuilder f, string x, string h, string w, string u, string bias) =>
        f.Node("Tanh", f.Node("BiasAdd", f.Node("AddV2", f.Node("MatMul", x, w), f.Node("MatMul", h, u)), bias));

    public override void Run(Span<float> h, Products products)
    {
        Span<float> sum = products.OfInput;
        Elementwise.Binary<float, Add>(sum, products.OfState(h), sum);
        products.AddBias(sum);
        Elementwise.Unary<float, Tanh>(sum, h);
    }
}

/// <summary>h = h + s (tanh(x w + h u + b) - h), with a fixed step s: a leaky integrator.</summary>
internal sealed class LeakyCell(int batch) : Cell(batch)
{
    private static readonly float[] StepArray = [0.125f];

    public override string Name => "leaky";

    public override int Columns => Units;

    public override string Nodes(FunctionBuilder f, string x, string h, string w, string u, string bias)
    {
        string aim = f.Node("Tanh", f.Node("AddV2", f.Node("AddV2", f.Node("MatMul", x, w), f.Node("MatMul", h, u)), bias));
        return f.Node("AddV2", h, f.Node("Mul", f.Node("Sub", aim, h), f.Const(Tensor.Scalar(StepArray[0]))));
    }

    public override void Run(Span<float> h, Products products)
    {
        Span<float> sum = products.OfInput;
        Elementwise.Binary<float, Add>(sum, products.OfState(h), sum);
        products.AddBias(sum);
        Elementwise.Unary<float, Tanh>(sum, sum);
        Elementwise.Binary<float, Subtract>(sum, h, sum);
        Elementwise.Binary<float, Multiply>(sum, StepArray, sum);
        Elementwise.Binary<float, Add>(h, sum, h);
    }
}

/// <summary>A GRU that resets after its product, as Keras writes it.</summary>
internal sealed class GruCell(int batch) : Cell(batch)
{
    public override string Name => "gru";

    public override int Columns => 3 * Units;

    public override string Nodes(FunctionBuilder f, string x, string h, string w, string u, string bias)
    {
        string axis = f.Const(Tensor.Scalar(1));
        string ofX = f.Node("Split", axis, f.Node("BiasAdd", f.Node("MatMul", x, w), bias));
        string ofH = f.Node("Split", axis, f.Node("BiasAdd", f.Node("MatMul", h, u), bias));
        string z = f.Node("Sigmoid", f.Node("AddV2", Part(ofX, 0), Part(ofH, 0)));
        string r = f.Node("Sigmoid", f.Node("AddV2", Part(ofX, 1), Part(ofH, 1)));
        string candidate = f.Node("Tanh", f.Node("AddV2", Part(ofX, 2), f.Node("Mul", r, Part(ofH, 2))));
        return f.Node("AddV2", f.Node("Mul", z, h), f.Node("Mul", f.Node("Sub", f.Const(One), z), candidate));
    }

    public override void Run(Span<float> h, Products products)
    {
        Span<float> ofX = products.OfInput, ofH = products.OfState(h);
        products.AddBias(ofX);
        products.AddBias(ofH);
        Span<float> z = products.Third(ofX, 0, 0), r = products.Third(ofX, 1, 1), candidate = products.Third(ofX, 2, 2);
        Gate(z, products.Third(ofH, 0, 3));
        Gate(r, products.Third(ofH, 1, 4));
        Span<float> reset = products.Third(ofH, 2, 5);
        Elementwise.Binary<float, Multiply>(r, reset, reset);
        Elementwise.Binary<float, Add>(candidate, reset, candidate);
        Elementwise.Unary<float, Tanh>(candidate, candidate);
        Elementwise.Binary<float, Multiply>(z, h, h);
        Elementwise.Binary<float, Subtract>(OneArray, z, z);
        Elementwise.Binary<float, Multiply>(z, candidate, candidate);
        Elementwise.Binary<float, Add>(h, candidate, h);
    }

    private static string Part(string split, int index) => split[..^1] + index;

    private static void Gate(Span<float> gate, ReadOnlySpan<float> other)
    {
        Elementwise.Binary<float, Add>(gate, other, gate);
        Elementwise.Unary<float, Sigmoid>(gate, gate);
    }
}
