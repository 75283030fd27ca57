using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The permutation that undoes one: y[x[i]] = i.</summary>
/// <remarks>Source: transpose_op.cc.</remarks>
internal sealed class InvertPermutation : Op
{
    public override OpDefinition Definition { get; } = "InvertPermutation(x: T) -> y: T; T: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRank(0, 1));

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        if (!c.TryConstant(0, out long[] x) || !x.Order().Select((value, i) => value == i).All(fits => fits)) return null;
        long?[] y = new long?[x.Length];
        for (int i = 0; i < x.Length; i++) y[x[i]] = i;
        return y;
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Invert();
    }

    public static Output Build(Output x) => x.Operation.Graph.AddOperation("InvertPermutation", [x])[0];

    private sealed class Invert : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 1, "invert_permutation expects a 1D vector.");
            int count = checked((int)x.ElementCount);
            Tensor y = s.OutputLike(0, x);
            y.Bytes.Fill(0xFF);
            for (int i = 0; i < count; i++)
            {
                long at = x.Integer(i);
                s.Require(at >= 0 && at < count, $"{at} is not between 0 and {count}");
                s.Require(y.Integer((int)at) == -1, $"{at} is duplicated in the input.");
                if (y.DType == DType.Int64) y.Elements<long>()[(int)at] = i;
                else y.Elements<int>()[(int)at] = i;
            }
        }
    }
}
