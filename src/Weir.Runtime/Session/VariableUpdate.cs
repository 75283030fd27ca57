namespace Weir.Sessions;

/// <summary>A change of a variable's value that no other comes between. Disposing it lets others in again.</summary>
internal readonly unsafe ref struct VariableUpdate(VariableCell variable)
{
    /// <summary>The value as it is; null: none yet. Not to be disposed, nor kept.</summary>
    public Tensor? Current => variable.Held;

    /// <summary>The value to be written: the one that is there if nobody else holds it, else a copy that takes its place.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: no memory for a copy.</exception>
    public Tensor Writable(ModelLimits limits)
    {
        if (!variable.TryBeginWriting()) variable.Held = Copy(variable.Held!, limits);
        return variable.Held!;
    }

    public void Dispose() => variable.EndUpdate();

    private static Tensor Copy(Tensor source, ModelLimits limits)
    {
        Tensor copy = Tensor.Allocate(source.DType, source.Shape, limits.MaxTensorBytes);
        if (source.DType == DType.String) source.Strings.CopyTo(copy.Strings, 0);
        else if (source.Data == null) source.Objects.CopyTo(copy.Objects, 0);
        else Buffer.MemoryCopy(source.Data, copy.Data, copy.ByteCount, source.ByteCount);
        return copy;
    }
}
