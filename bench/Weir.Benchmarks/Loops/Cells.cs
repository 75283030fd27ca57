using Weir.Simd;

namespace Weir.Benchmarks.Loops;

/// <summary>h = tanh(x w + h u + b).</summary>
internal sealed class SimpleCell(int batch) : Cell(batch)
{
    public override string Name => "simple";

    public override int Columns => Units;

    public override Output Nodes(Output x, Output h, Output w, Output u, Output bias)
    {
        Graph body = x.Graph;
        return body.Tanh(body.BiasAdd(body.MatMul(x, w) + body.MatMul(h, u), bias));
    }

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

    public override Output Nodes(Output x, Output h, Output w, Output u, Output bias)
    {
        Graph body = x.Graph;
        Output aim = body.Tanh(body.MatMul(x, w) + body.MatMul(h, u) + bias);
        return h + ((aim - h) * StepArray[0]);
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

    public override Output Nodes(Output x, Output h, Output w, Output u, Output bias)
    {
        Graph body = x.Graph;
        IReadOnlyList<Output> ofX = body.Split(body.BiasAdd(body.MatMul(x, w), bias), 3, axis: 1);
        IReadOnlyList<Output> ofH = body.Split(body.BiasAdd(body.MatMul(h, u), bias), 3, axis: 1);
        Output z = body.Sigmoid(ofX[0] + ofH[0]);
        Output r = body.Sigmoid(ofX[1] + ofH[1]);
        Output candidate = body.Tanh(ofX[2] + (r * ofH[2]));
        return (z * h) + ((1 - z) * candidate);
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

    private static void Gate(Span<float> gate, ReadOnlySpan<float> other)
    {
        Elementwise.Binary<float, Add>(gate, other, gate);
        Elementwise.Unary<float, Sigmoid>(gate, gate);
    }
}
