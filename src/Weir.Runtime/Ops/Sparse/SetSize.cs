using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The number of different values in each set of a sparse tensor: of its last dimension.</summary>
/// <remarks>Source: set_kernels.cc.</remarks>
internal sealed class SetSize : Op
{
    public override OpDefinition Definition { get; } = "SetSize(set_indices: int64, set_values: T, set_shape: int64) -> size: int32; validate_indices: bool = true; "
        + "T: {int8, int16, int32, int64, uint8, uint16, string}";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.ShapeFrom(2);
        if (shape.Rank >= 2) c.Output(0, shape.Slice(..^1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool validate = r.Bool("validate_indices");
        return r.Type("T") switch
        {
            DType.Int8 => new Count<sbyte>(validate),
            DType.Int16 => new Count<short>(validate),
            DType.Int32 => new Count<int>(validate),
            DType.Int64 => new Count<long>(validate),
            DType.UInt8 => new Count<byte>(validate),
            DType.UInt16 => new Count<ushort>(validate),
            DType.String => new Count<byte[]>(validate),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Count<T>(bool validate) : Kernel
        where T : notnull
    {
        public override void Run(StepContext s)
        {
            SetGroups<T> sets = SetGroups<T>.OfSparse(s, 0, validate);
            Tensor output = s.Output(0, sets.Shape);
            output.Clear();
            foreach ((long group, SortedSet<T> set) in sets.Groups) output.Elements<int>()[(int)group] = set.Count;
        }
    }
}
