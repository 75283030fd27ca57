using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Sums of products over named dimensions of one or two operands: a repeated letter is a diagonal, a letter that the result lacks is summed.</summary>
/// <remarks>Source: einsum_op_impl.h; gradient: linalg_grad.py.</remarks>
internal sealed class Einsum : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | new ElementTypes(DType.Int32, DType.Int64);

    public override OpDefinition Definition { get; } = "Einsum(inputs: N * T) -> output: T; equation: string; N: int >= 1; T: type";

    public override void InferShapes(ShapeContext c)
    {
        EinsumEquation equation = Parse(c.Attributes.GetString("equation"), c.InputCount, c);
        for (int i = 0; i < c.InputCount; i++)
        {
            if (!c.Input(i).HasRank) return;
        }

        EinsumLabels labels = new(new long[EinsumLabels.Limit]);
        int[] numbers = new int[2 * Shape.MaxRank];
        try
        {
            for (int i = 0; i < c.InputCount; i++) labels.Read(equation.Inputs[i], i, c.Input(i), numbers);
            int rank = labels.ReadOutput(equation.Output, numbers);
            long[] sizes = new long[rank];
            for (int i = 0; i < rank; i++) sizes[i] = labels[numbers[i]];
            c.Output(0, Shape.Of(sizes));
        }
        catch (TfException e)
        {
            throw c.Error(e.Message);
        }
    }

    public override void Gradient(GradientContext g) => EinsumGradient.Flow(g, Parse(g.Operation.Attributes.GetString("equation"), g.Operation.InputEdges.Length, null));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        EinsumEquation equation = EinsumEquation.Parse(r.String("equation"), r.InputTypes.Count);
        return r.ForType(Types, new Maker(equation));
    }

    public static Output Build(string equation, params IReadOnlyList<Output> inputs) => inputs[0].Operation.Graph.AddOperation(
        "Einsum", inputs, new Dictionary<string, object> { ["equation"] = equation })[0];

    private static EinsumEquation Parse(string equation, int operands, ShapeContext? c)
    {
        try
        {
            return EinsumEquation.Parse(equation, operands);
        }
        catch (TfException e) when (c is not null)
        {
            throw c.Error(e.Message);
        }
    }

    private readonly struct Maker(EinsumEquation equation) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sums<T>(equation);
    }

    private sealed class Sums<T>(EinsumEquation equation) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            EinsumLabels labels = new(stackalloc long[EinsumLabels.Limit]);
            Span<int> ofX = stackalloc int[s.Input(0).Shape.Rank];
            Span<int> ofY = stackalloc int[s.InputCount > 1 ? s.Input(1).Shape.Rank : 0];
            labels.Read(equation.Inputs[0], 0, s.Input(0).Shape, ofX);
            if (s.InputCount > 1) labels.Read(equation.Inputs[1], 1, s.Input(1).Shape, ofY);
            Span<int> ofZ = stackalloc int[equation.Output.Length + labels.BroadcastRank];
            ofZ = ofZ[..labels.ReadOutput(equation.Output, ofZ)];
            Span<long> sizes = stackalloc long[ofZ.Length];
            for (int i = 0; i < sizes.Length; i++) sizes[i] = labels[ofZ[i]];
            Tensor z = s.Output(0, sizes);
            if (z.ElementCount == 0) return;
            EinsumOperand x = new(s.Input(0).Shape, ofX, labels, stackalloc long[EinsumLabels.Limit]);
            if (s.InputCount == 1) One(labels, x, s.Input(0), ofZ, z);
            else Two(labels, x, s.Input(0), new EinsumOperand(s.Input(1).Shape, ofY, labels, stackalloc long[EinsumLabels.Limit]), s.Input(1), ofZ, z);
        }

        private static void One(in EinsumLabels labels, in EinsumOperand x, Tensor value, ReadOnlySpan<int> ofZ, Tensor z)
        {
            EinsumDimensions kept = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions summed = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions none = new([], labels);
            foreach (int label in ofZ) kept.Add(label);
            foreach (int label in x.Labels)
            {
                if (!ofZ.Contains(label)) summed.Add(label);
            }

            using Tensor packed = x.Pack<T>(value, kept, none, none, summed);
            EinsumOutput.Write<T>(packed, kept, ofZ, labels, z);
        }

        private static void Two(in EinsumLabels labels, in EinsumOperand x, Tensor valueX, in EinsumOperand y, Tensor valueY, ReadOnlySpan<int> ofZ, Tensor z)
        {
            EinsumDimensions batch = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions freeX = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions freeY = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions common = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions sumX = new(stackalloc int[EinsumLabels.Limit], labels);
            EinsumDimensions sumY = new(stackalloc int[EinsumLabels.Limit], labels);
            foreach (int label in ofZ)
            {
                bool inY = y.Has(label);
                if (x.Has(label) && inY) batch.Add(label);
                else if (inY) freeY.Add(label);
                else freeX.Add(label);
            }

            foreach (int label in x.Labels)
            {
                if (ofZ.Contains(label) || !x.Has(label)) continue;
                if (y.Has(label)) common.Add(label);
                else sumX.Add(label);
            }

            foreach (int label in y.Labels)
            {
                if (!ofZ.Contains(label) && y.Has(label) && !x.Has(label)) sumY.Add(label);
            }

            // Each operand as [batch, free, common], or with the last two turned round where it stands so already.
            bool turnX = sumX.Count == 0 && x.Stands(batch, common, freeX), turnY = sumY.Count > 0 || !y.Stands(batch, common, freeY);
            using Tensor packedX = turnX ? valueX.Share() : x.Pack<T>(valueX, batch, freeX, common, sumX);
            using Tensor packedY = turnY ? y.Pack<T>(valueY, batch, freeY, common, sumY) : valueY.Share();
            GemmShape shape = new(checked((int)freeX.Length), checked((int)freeY.Length), checked((int)common.Length), turnX, turnY);
            BroadcastPlan.TryCreate([batch.Length], [batch.Length], out BroadcastPlan plan);
            EinsumDimensions order = new(stackalloc int[EinsumLabels.Limit], labels);
            order.AddAll(batch);
            order.AddAll(freeX);
            order.AddAll(freeY);
            if (order.Labels.SequenceEqual(ofZ))
            {
                MatrixBatches.Multiply<T>(plan, shape, packedX, packedY, z);
                return;
            }

            using Tensor product = Tensor.Allocate(z.DType, Shape.Of(order.Length));
            MatrixBatches.Multiply<T>(plan, shape, packedX, packedY, product);
            EinsumOutput.Write<T>(product, order, ofZ, labels, z);
        }
    }
}
