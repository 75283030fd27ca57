using System.Runtime.InteropServices;
using System.Text;

using Microsoft.ML.OnnxRuntime;

namespace Weir.Benchmarks.Kernels;

/// <summary>An ONNX model with one node, run by ONNX Runtime on fixed buffers.</summary>
internal sealed class OneNodeModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly Microsoft.ML.OnnxRuntime.RunOptions _options = new();
    private readonly List<OrtValue> _values = [];

    /// <summary>Makes and loads it.</summary>
    /// <param name="op">The ONNX operator.</param>
    /// <param name="inputs">Shape and values of each input; an input given as a constant is an initializer.</param>
    /// <param name="outputShape">The output's shape.</param>
    /// <param name="threads">Threads inside the operator.</param>
    /// <param name="lists">Attributes that are lists of integers.</param>
    /// <param name="numbers">Attributes that are integers.</param>
    /// <param name="opset">The version of the operators.</param>
    public OneNodeModel(
        string op, (long[] Shape, float[] Values, bool Constant)[] inputs, long[] outputShape, int threads,
        (string Name, long[] Values)[]? lists = null, (string Name, long Value)[]? numbers = null, int opset = 13)
    {
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        _session = new InferenceSession(Model(op, inputs, outputShape, lists ?? [], numbers ?? [], opset), options);
        _binding = _session.CreateIoBinding();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].Constant)
                _binding.BindInput($"x{i}", Value(inputs[i].Values, inputs[i].Shape));
        }
        Output = new float[outputShape.Aggregate(1L, (a, b) => a * b)];
        _binding.BindOutput("y", Value(Output, outputShape));
    }

    /// <summary>The result of the last run.</summary>
    public float[] Output { get; }

    public void Run() => _session.RunWithBinding(_options, _binding);

    public void Dispose()
    {
        _values.ForEach(v => v.Dispose());
        _binding.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(float[] data, long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(data, shape);
        _values.Add(value);
        return value;
    }

    // ModelProto { ir_version, opset_import, graph { node, name, initializer, input, output } }, by field number.
    private static byte[] Model(
        string op, (long[] Shape, float[] Values, bool Constant)[] inputs, long[] outputShape, (string Name, long[] Values)[] lists, (string Name, long Value)[] numbers, int opset)
    {
        var node = new MemoryStream();
        for (int i = 0; i < inputs.Length; i++)
            Bytes(node, 1, Encoding.UTF8.GetBytes($"x{i}"));
        Bytes(node, 2, "y"u8.ToArray());
        Bytes(node, 4, Encoding.UTF8.GetBytes(op));
        foreach ((string name, long[] values) in lists)
            Bytes(node, 5, Attribute(name, 8, values, 7));
        foreach ((string name, long value) in numbers)
            Bytes(node, 5, Attribute(name, 3, [value], 2));
        var graph = new MemoryStream();
        Bytes(graph, 1, node.ToArray());
        Bytes(graph, 2, "g"u8.ToArray());
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Constant)
                Bytes(graph, 5, Tensor($"x{i}", inputs[i].Shape, inputs[i].Values));
            else
                Bytes(graph, 11, ValueInfo($"x{i}", inputs[i].Shape));
        }
        Bytes(graph, 12, ValueInfo("y", outputShape));
        var operators = new MemoryStream();
        Number(operators, 2, opset);
        var model = new MemoryStream();
        Number(model, 1, 8);
        Bytes(model, 7, graph.ToArray());
        Bytes(model, 8, operators.ToArray());
        return model.ToArray();
    }

    // Numbers in a field of AttributeProto, and which of its types that is.
    private static byte[] Attribute(string name, int field, long[] values, long type)
    {
        var attribute = new MemoryStream();
        Bytes(attribute, 1, Encoding.UTF8.GetBytes(name));
        foreach (long value in values)
            Number(attribute, field, value);
        Number(attribute, 20, type);
        return attribute.ToArray();
    }

    private static byte[] Tensor(string name, long[] shape, float[] values)
    {
        var tensor = new MemoryStream();
        foreach (long size in shape)
            Number(tensor, 1, size);
        Number(tensor, 2, 1);
        Bytes(tensor, 8, Encoding.UTF8.GetBytes(name));
        Bytes(tensor, 9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return tensor.ToArray();
    }

    private static byte[] ValueInfo(string name, long[] shape)
    {
        var dimensions = new MemoryStream();
        foreach (long size in shape)
        {
            var dimension = new MemoryStream();
            Number(dimension, 1, size);
            Bytes(dimensions, 1, dimension.ToArray());
        }
        var tensorType = new MemoryStream();
        Number(tensorType, 1, 1);
        Bytes(tensorType, 2, dimensions.ToArray());
        var type = new MemoryStream();
        Bytes(type, 1, tensorType.ToArray());
        var info = new MemoryStream();
        Bytes(info, 1, Encoding.UTF8.GetBytes(name));
        Bytes(info, 2, type.ToArray());
        return info.ToArray();
    }

    private static void Bytes(MemoryStream to, int field, byte[] value)
    {
        Varint(to, ((ulong)field << 3) | 2);
        Varint(to, (ulong)value.Length);
        to.Write(value);
    }

    private static void Number(MemoryStream to, int field, long value)
    {
        Varint(to, (ulong)field << 3);
        Varint(to, (ulong)value);
    }

    private static void Varint(MemoryStream to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
