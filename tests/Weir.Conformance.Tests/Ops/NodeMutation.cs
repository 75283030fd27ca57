using Weir.Protos;

namespace Weir.Conformance;

/// <summary>Makes of a recorded node what nobody should run: other attributes, inputs of other shapes, extreme numbers.</summary>
internal sealed class NodeMutation(Random random)
{
    private static readonly long[] Integers = [-1, 0, 1, 2, 7, 255, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, (1L << 31) + 1];
    private static readonly double[] Numbers = [0, -0.0, 1, -1, 1e30, -1e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40];

    /// <summary>A node like the given one with some attributes changed.</summary>
    public NodeDef Mutate(NodeDef node)
    {
        NodeDef mutant = node.Clone();
        foreach (AttrValue value in mutant.Attr.Values)
        {
            if (random.Next(4) == 0) Mutate(value);
        }

        return mutant;
    }

    /// <summary>Inputs of the same dtypes, some of them of other shapes or values.</summary>
    public Tensor[] Mutate(Tensor[] inputs) => Array.ConvertAll(inputs, input => random.Next(2) == 0 ? Mutate(input) : input);

    private void Mutate(AttrValue value)
    {
        switch (value.ValueCase)
        {
            case AttrValue.ValueOneofCase.I: value.I = Integer(); break;
            case AttrValue.ValueOneofCase.B: value.B = !value.B; break;
            case AttrValue.ValueOneofCase.F: value.F = (float)Number(); break;
            case AttrValue.ValueOneofCase.Shape: value.Shape = RandomShape(); break;
            case AttrValue.ValueOneofCase.List when value.List.I.Count > 0:
                if (random.Next(3) == 0) value.List.I.Add(Integer());
                else if (random.Next(3) == 0) value.List.I.RemoveAt(0);
                else value.List.I[random.Next(value.List.I.Count)] = Integer();
                break;
        }
    }

    private Tensor Mutate(Tensor input)
    {
        if (input.DType is DType.Resource or DType.Variant) return input;
        Shape shape = random.Next(3) == 0 ? input.Shape : SmallShape();
        if (input.DType == DType.String) return Tensor.From<byte[]>([.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => Text())], shape);
        Tensor made = Tensor.Allocate(input.DType, shape);
        for (int i = 0; i < made.Bytes.Length; i++) made.Bytes[i] = (byte)random.Next(256);
        switch (input.DType)
        {
            case DType.Bool: for (int i = 0; i < made.Bytes.Length; i++) made.Bytes[i] &= 1; break;
            case DType.Int32: Fill(made.Elements<int>(), () => unchecked((int)SmallOrExtreme())); break;
            case DType.Int64: Fill(made.Elements<long>(), SmallOrExtreme); break;
            case DType.Float32: Fill(made.Elements<float>(), () => (float)Number()); break;
            case DType.Float64: Fill(made.Elements<double>(), Number); break;
        }

        return made;
    }

    private static void Fill<T>(Span<T> elements, Func<T> value)
    {
        for (int i = 0; i < elements.Length; i++) elements[i] = value();
    }

    private Shape SmallShape() => Shape.Of([.. Enumerable.Range(0, random.Next(6)).Select(_ => (long)random.Next(4))]);

    private TensorShapeProto RandomShape()
    {
        TensorShapeProto shape = new() { UnknownRank = random.Next(8) == 0 };
        if (shape.UnknownRank) return shape;
        for (int i = random.Next(5); i > 0; i--) shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = random.Next(3) == 0 ? Integer() : random.Next(-1, 5) });
        return shape;
    }

    private byte[] Text()
    {
        byte[] bytes = new byte[random.Next(12)];
        random.NextBytes(bytes);
        return bytes;
    }

    private long Integer() => Integers[random.Next(Integers.Length)];

    private long SmallOrExtreme() => random.Next(4) == 0 ? Integer() : random.Next(-3, 6);

    private double Number() => random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : (random.NextDouble() * 10) - 5;
}
