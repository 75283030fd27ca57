using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Comparisons: a row per op over one driver.</summary>
internal static class Comparisons
{
    private const string Types = "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

    public static readonly Op[] All =
    [
        new EqualityOp<Equal>("Equal(x: T, y: T) -> z: bool; T: type; incompatible_shape_error: bool = true | commutative", whenEqual: true),
        new CompareOp<Greater>($"Greater(x: T, y: T) -> z: bool; T: {Types}"),
        new CompareOp<GreaterOrEqual>($"GreaterEqual(x: T, y: T) -> z: bool; T: {Types}"),
        new CompareOp<Less>($"Less(x: T, y: T) -> z: bool; T: {Types}"),
        new CompareOp<LessOrEqual>($"LessEqual(x: T, y: T) -> z: bool; T: {Types}"),
        new EqualityOp<NotEqual>("NotEqual(x: T, y: T) -> z: bool; T: type; incompatible_shape_error: bool = true | commutative", whenEqual: false),
    ];

    public static Output Equal(Output x, Output y) => Build("Equal", x, y);

    public static Output Greater(Output x, Output y) => Build("Greater", x, y);

    public static Output NotEqual(Output x, Output y) => Build("NotEqual", x, y);

    public static Output GreaterEqual(Output x, Output y) => Build("GreaterEqual", x, y);

    public static Output LessEqual(Output x, Output y) => Build("LessEqual", x, y);

    private static Output Build(string op, Output x, Output y) => x.Operation.Graph.AddOperation(op, [x, y])[0];

    /// <summary>Equality, of any dtype; shapes that do not broadcast may count as different.</summary>
    private sealed class EqualityOp<TComparison>(OpDefinition definition, bool whenEqual) : Op
        where TComparison : struct, IComparison
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c)
        {
            (Shape x, Shape y) = (c.Input(0), c.Input(1));
            bool certain = c.Attributes.Get<bool>("incompatible_shape_error")
                || (x.IsFullyDefined && y.IsFullyDefined && BroadcastPlan.TryCreate(x.Dimensions, y.Dimensions, out _));
            if (certain) c.Output(0, BroadcastShapes.Infer(c, x, y));
            else if (x.IsFullyDefined && y.IsFullyDefined) c.Output(0, Shape.Scalar);
        }

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            bool shapesMustFit = r.Bool("incompatible_shape_error");
            if (r.Type("T") == DType.String) return new StringEquality(shapesMustFit, whenEqual);
            return r.ForType(ElementTypes.Numbers | ElementTypes.Quantized | new ElementTypes(DType.Bool), new Maker(shapesMustFit, !whenEqual));
        }

        private readonly struct Maker(bool shapesMustFit, bool otherwise) : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new CompareKernel<T, TComparison>(shapesMustFit, otherwise);
        }
    }

    private sealed class StringEquality(bool shapesMustFit, bool whenEqual) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            if (!shapesMustFit && !BroadcastPlan.TryCreate(x.Shape.Dimensions, y.Shape.Dimensions, out _))
            {
                s.Output(0).Elements<bool>()[0] = !whenEqual;
                return;
            }

            (byte[][] left, byte[][] right) = (x.Strings, y.Strings);
            Span<bool> z = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan).Elements<bool>();
            (int stepX, int stepY, _) = plan.InnerSteps;
            for (int i = 0; i < z.Length; i++)
            {
                (long row, long column) = Math.DivRem(i, plan.InnerLength);
                (long atX, long atY, _) = plan.Offsets(row);
                z[i] = left[atX + (column * stepX)].AsSpan().SequenceEqual(right[atY + (column * stepY)]) == whenEqual;
            }
        }
    }
}
