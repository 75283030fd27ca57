using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The elements of one list behind those of another, for each pair of lists.</summary>
/// <remarks>Source: list_kernels.cc.</remarks>
internal sealed class TensorListConcatLists : Op
{
    public override OpDefinition Definition { get; } = "TensorListConcatLists(input_a: variant, input_b: variant) -> output: "
        + $"{TensorLists.Type}; element_dtype: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Merge(c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Concat(r.Type("element_dtype"));

    private sealed class Concat(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Equals(b.Shape), $"input_a and input_b must have the same shape, found {a.Shape} and {b.Shape}");
            (object[] first, object[] second) = (a.Objects, b.Objects);
            object[] lists = s.OutputLike(0, a).Objects;
            for (int i = 0; i < lists.Length; i++)
            {
                if (first[i] is not TensorList x || second[i] is not TensorList y) throw new TfException(StatusCode.InvalidArgument, $"input_a[{i}] and input_b[{i}] must be lists.");
                s.RequireType(x, elementType);
                s.RequireType(y, elementType);
                TensorList both = x.Copy();
                both.Append(y);
                both.Narrow(s.Merge(x.ElementShape, y.ElementShape));
                lists[i] = both;
            }
        }
    }
}
