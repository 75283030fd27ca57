using Weir.Codec;
using Weir.Protos;

namespace Weir;

/// <summary>Turns tensors into <see cref="TensorProto"/> and back.</summary>
/// <remarks>Source: <c>Tensor::FromProto</c> and <c>Tensor::AsProtoField</c> (tensor.cc, TensorFlow 2.15). Thread-safe.</remarks>
public static class TensorProtoCodec
{
    /// <summary>The tensor that a message describes, in memory of its own.</summary>
    /// <param name="proto">A message in any encoding. <c>tensor_content</c> wins over typed values and must have the exact length. Of
    /// typed values the last one repeats, and those beyond the shape are ignored; where there are none the elements are zero or
    /// empty. <c>version_number</c> is ignored, an unknown rank is a scalar.</param>
    /// <param name="maxBytes">The most bytes that the elements may take; the default is that of <see cref="ModelLimits"/>.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the message contradicts itself, or asks for more than may be allocated.
    /// UNIMPLEMENTED: it holds resources or variants.</exception>
    public static Tensor Decode(TensorProto proto, long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(proto);
        DType dtype = (DType)proto.Dtype;
        if (!DTypes.IsKnown(dtype)) throw Refused($"there are no tensors of dtype {dtype.TfName()}");
        Shape shape = ShapeProtoCodec.DecodeFull(proto.TensorShape);
        if (!dtype.IsPlain() && dtype != DType.String)
        {
            throw new TfException(StatusCode.Unimplemented, $"Tensors of dtype {dtype.TfName()} can not be read from a TensorProto.");
        }

        TensorContent.RequireLength(proto.TensorContent, dtype, shape);
        Tensor tensor = Allocate(dtype, shape, maxBytes ?? ModelLimits.Default.MaxTensorBytes);
        try
        {
            if (tensor.ElementCount == 0) return tensor;
            if (proto.TensorContent.IsEmpty) TypedFields.Read(proto, tensor);
            else TensorContent.Read(proto.TensorContent, tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>The message that describes a tensor: dtype, shape and every element.</summary>
    /// <param name="tensor">Any tensor but resources and variants.</param>
    /// <param name="encoding">Where the elements go.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: more elements than a message of 2 GiB can hold. UNIMPLEMENTED: the tensor holds
    /// resources or variants.</exception>
    public static TensorProto Encode(Tensor tensor, TensorProtoEncoding encoding = TensorProtoEncoding.TypedFields)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorProto proto = new() { Dtype = (DataType)tensor.DType, TensorShape = ShapeProtoCodec.Encode(tensor.Shape) };
        if (!tensor.DType.IsPlain() && tensor.DType != DType.String)
        {
            throw new TfException(StatusCode.Unimplemented, $"Tensors of dtype {tensor.DType.TfName()} can not be written to a TensorProto.");
        }

        if (tensor.ElementCount > int.MaxValue || tensor.ByteCount > int.MaxValue)
        {
            throw new TfException(
                StatusCode.InvalidArgument,
                $"A TensorProto holds less than 2 GiB; this {tensor.DType.TfName()} tensor of shape {tensor.Shape} has {tensor.ByteCount} bytes.");
        }

        if (tensor.ElementCount == 0) return proto;
        if (UsesContent(tensor, encoding)) proto.TensorContent = TensorContent.Write(tensor);
        else TypedFields.Write(tensor, proto);
        GC.KeepAlive(tensor);
        return proto;
    }

    /// <summary>Python writes one element, and elements of some types, into typed fields.</summary>
    /// <remarks>Source: <c>make_tensor_proto</c> (tensor_util.py, TensorFlow 2.15).</remarks>
    private static bool UsesContent(Tensor tensor, TensorProtoEncoding encoding) => encoding switch
    {
        TensorProtoEncoding.TensorContent => true,
        TensorProtoEncoding.MakeTensorProto => tensor.ElementCount > 1 && tensor.DType is not (DType.String or DType.Bool or DType.UInt16 or DType.Complex64 or DType.Complex128),
        _ => false,
    };

    internal static TfException Refused(string reason) => new(StatusCode.InvalidArgument, $"Cannot parse tensor from proto: {reason}.");

    private static Tensor Allocate(DType dtype, Shape shape, long maxBytes)
    {
        try
        {
            return Tensor.Allocate(dtype, shape, maxBytes);
        }
        catch (TfException e) when (e.Code == StatusCode.ResourceExhausted)
        {
            // TensorFlow gives a value that it can not allocate the code of one that it can not parse.
            throw new TfException(StatusCode.InvalidArgument, $"Cannot parse tensor from proto: {e.Message}", e);
        }
    }
}
