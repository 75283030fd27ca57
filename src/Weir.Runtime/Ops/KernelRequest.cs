using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>What an op needs to make a kernel for a node: attributes, dtypes, and which inputs do not change from run to run.</summary>
internal sealed class KernelRequest(OpDefinition definition, AttributeList attributes, DType[] inputTypes, DType[] outputTypes, string nodeName)
{
    private readonly HashSet<string> read = [];

    /// <summary>The attributes that were looked at; a test compares them with the definition's.</summary>
    public IReadOnlySet<string> ReadAttributes => read;

    /// <summary>The node's name, for kernels that own state.</summary>
    public string NodeName { get; } = nodeName;

    public IReadOnlyList<DType> InputTypes { get; } = inputTypes;

    public IReadOnlyList<DType> OutputTypes { get; } = outputTypes;

    public AttributeList Attributes => attributes;

    public DType Type(string name) => Get<DType>(name);

    public DType[] Types(string name) => Get<DType[]>(name);

    public long Int(string name) => Get<long>(name);

    public long[] Ints(string name) => Get<long[]>(name);

    public float Float(string name) => Get<float>(name);

    public float[] Floats(string name) => Get<float[]>(name);

    public bool Bool(string name) => Get<bool>(name);

    public string String(string name) => System.Text.Encoding.UTF8.GetString(Get<byte[]>(name));

    public byte[] Bytes(string name) => Get<byte[]>(name);

    public byte[][] ByteStrings(string name) => Get<byte[][]>(name);

    public Shape Shape(string name) => Get<Shape>(name);

    public Shape[] Shapes(string name) => Get<Shape[]>(name);

    public Tensor Tensor(string name) => Get<Tensor>(name);

    public FunctionReference Function(string name) => Get<FunctionReference>(name);

    /// <summary>Notes attributes that say nothing to this kernel, because the dtypes of the inputs or the planner have said it already.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) read.Add(name);
    }

    /// <summary>A kernel to which attributes say nothing.</summary>
    public Kernel Knowing(Kernel kernel, params ReadOnlySpan<string> ignored)
    {
        Ignore(ignored);
        return kernel;
    }

#pragma warning disable CA1822 // It reads as a demand on this node, as it does in a kernel.
    /// <summary>Refuses attributes: INVALID_ARGUMENT unless the condition holds.</summary>
    public void Require(bool condition, string message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message);
    }
#pragma warning restore CA1822

    /// <summary>The error for a dtype that TensorFlow has no CPU kernel for.</summary>
    public TfException NoKernel(params ReadOnlySpan<string> typeAttributes)
    {
        System.Text.StringBuilder text = new($"No OpKernel was registered to support Op '{definition.Name}' used by {{{{node {NodeName}}}}} with these attrs: [");
        for (int i = 0; i < typeAttributes.Length; i++) text.Append(i == 0 ? "" : ", ").Append(typeAttributes[i]).Append('=').Append(Type(typeAttributes[i]).ProtoName());
        return new TfException(StatusCode.InvalidArgument, text.Append(']').ToString());
    }

    private T Get<T>(string name)
    {
        read.Add(name);
        return attributes.Get<T>(name);
    }
}
