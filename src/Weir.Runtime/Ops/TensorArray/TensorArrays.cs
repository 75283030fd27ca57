namespace Weir.Ops;

/// <summary>What the kernels of TensorArrays share.</summary>
internal static class TensorArrays
{
    /// <summary>The array of input 0.</summary>
    public static TensorArray Array(this StepContext s) => s.Resource<TensorArray>(0);

    /// <summary>The array of input 0, to be read as a dtype.</summary>
    public static TensorArray ArrayToRead(this StepContext s, DType dtype)
    {
        TensorArray array = s.Array();
        s.Require(array.DType == dtype, $"TensorArray dtype is {array.DType.TfName()} but Op requested dtype {dtype.TfName()}.");
        return array;
    }

    /// <summary>The array of input 0, to be written to.</summary>
    public static TensorArray ArrayToWrite(this StepContext s, DType dtype)
    {
        TensorArray array = s.Array();
        s.Require(array.DType == dtype, $"TensorArray dtype is {array.DType.TfName()} but Op is trying to write dtype {dtype.TfName()}.");
        return array;
    }

    /// <summary>The index that an input says.</summary>
    public static int Index(this StepContext s, int input)
    {
        Tensor index = s.Input(input);
        s.Require(index.Shape.Rank == 0, $"TensorArray index must be scalar, but had shape: {index.Shape}");
        return index.Elements<int>()[0];
    }

    /// <summary>Elements as rows of one output.</summary>
    public static void Stack(this StepContext s, TensorArray array, ReadOnlySpan<int> indices, Shape asked)
    {
        Shape element = array.ElementShape.TryMerge(asked) ?? throw new TfException(StatusCode.InvalidArgument,
            $"TensorArray's element shape {array.ElementShape} is not compatible with the requested {asked}");
        if (indices.Length == 0)
        {
            s.Require(element.IsFullyDefined, $"TensorArray has size zero, but element shape {element} is not fully defined. Currently only static shapes are supported when packing zero-size TensorArrays.");
            s.OutputRows(0, 0, element);
            return;
        }

        Tensor? rows = null;
        using Tensor value = new();
        Shape first = Shape.Scalar;
        for (int i = 0; i < indices.Length; i++)
        {
            array.Read(indices[i], value);
            if (rows is null)
            {
                first = value.Shape;
                rows = s.OutputRows(0, indices.Length, first);
            }

            s.Require(value.Shape.Equals(first), $"TensorArray has inconsistent shapes.  Index 0 has shape: {first} but index {i} has shape: {value.Shape}");
            rows.CopyFrom(value, i * first.ElementCount);
            value.Dispose();
        }
    }
}
