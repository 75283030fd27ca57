using Weir.Graphs;

namespace Weir.Ops;

/// <summary>What a node says of a place where tensors are staged, and what the places have in common.</summary>
/// <param name="Types">The dtypes of an element's tensors.</param>
/// <param name="Capacity">How many elements it holds; 0: any number.</param>
/// <param name="MemoryLimit">How many bytes it holds; 0: any number.</param>
/// <param name="MaxElements">How many elements it holds at most, whatever the capacity.</param>
internal sealed record StagedTensors(DType[] Types, long Capacity, long MemoryLimit, int MaxElements)
{
    /// <summary>The attributes of all its ops.</summary>
    public const string Attributes = "capacity: int >= 0 = 0; memory_limit: int >= 0 = 0; ";

    public const string Named = "; container: string = \"\"; shared_name: string = \"\" | stateful";

    /// <summary>The attributes of the ops that take or put tensors, and of the others.</summary>
    public const string Some = Attributes + "dtypes: list(type) >= 1" + Named;

    /// <inheritdoc cref="Some"/>
    public const string Any = Attributes + "dtypes: list(type)" + Named;

    /// <summary>The place of a node: without a <c>shared_name</c> it has the node's name.</summary>
    public static Func<StepContext, T> Find<T>(KernelRequest r, Func<StagedTensors, T> make)
        where T : class
    {
        AttributeList attributes = r.Attributes;
        string container = r.String("container"), shared = r.String("shared_name"), name = shared.Length > 0 ? shared : r.NodeName;
        (DType[] types, long capacity, long limit) = (r.Types("dtypes"), r.Int("capacity"), r.Int("memory_limit"));
        return s => s.Resources.GetOrCreate(container, name, () => make(new StagedTensors(types, capacity, limit, s.Limits.MaxListElements)));
    }

    /// <summary>Refuses what would never fit.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public void RequireRoom(long bytes, int held)
    {
        if (MemoryLimit > 0 && bytes > MemoryLimit)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"Attempted to insert tensors with combined size of '{bytes}' bytes into Staging Area with a memory limit of '{MemoryLimit}'.");
        }

        if (held >= MaxElements) throw new TfException(StatusCode.ResourceExhausted, $"The staging area holds {held} elements: more are over the limit.");
    }

    public bool Fits(long bytes, long heldBytes, int held) => (Capacity == 0 || held < Capacity) && FitsMemory(bytes, heldBytes);

    public bool FitsMemory(long bytes, long heldBytes) => MemoryLimit == 0 || bytes <= MemoryLimit - heldBytes;

    public static long Bytes(IEnumerable<Tensor?> tensors) => tensors.Sum(tensor => tensor is null ? 0 : Plans.RunFrame.BytesOf(tensor));

    /// <summary>Inputs from one on, kept.</summary>
    public static Tensor[] Share(StepContext s, int first)
    {
        Tensor[] tensors = new Tensor[s.InputCount - first];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = s.Input(first + i).Share();
        return tensors;
    }

    /// <summary>Gives tensors out as outputs from one on.</summary>
    /// <param name="s">The step.</param>
    /// <param name="tensors">The step takes them over.</param>
    /// <param name="types">The dtypes that the outputs have.</param>
    /// <param name="first">The first output.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: they are of other dtypes.</exception>
    public static void GiveOut(StepContext s, Tensor[] tensors, DType[] types, int first = 0)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            if (i < types.Length && tensors[i].DType == types[i]) continue;
            TensorQueue.Free(tensors);
            s.Require(false, $"What is staged has other dtypes than the {types.Length} of the outputs, at {i}.");
        }

        for (int i = 0; i < tensors.Length; i++) s.SetOutput(first + i, tensors[i]);
    }
}
