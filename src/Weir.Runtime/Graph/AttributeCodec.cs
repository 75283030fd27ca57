using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Between protobuf's AttrValue and the values of <see cref="AttributeList"/>.</summary>
internal static class AttributeCodec
{
    /// <summary>Attributes nest through functions' attributes; TensorFlow stops at 100 as well.</summary>
    private const int MaxDepth = 100;

    /// <summary>Decodes a value.</summary>
    /// <param name="value">The message.</param>
    /// <param name="definition">What the op says of the attribute; null for one that it does not know.</param>
    /// <param name="depth">How deep the value stands inside functions' attributes.</param>
    /// <returns>The value; null where the message holds none.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: a malformed shape, tensor or type, or nesting too deep.</exception>
    public static object? Decode(AttrValue value, AttributeDefinition? definition, int depth = 0)
    {
        if (depth > MaxDepth) throw new TfException(StatusCode.InvalidArgument, $"Attributes are nested more than {MaxDepth} deep.");
        return value.ValueCase switch
        {
            AttrValue.ValueOneofCase.S => value.S.ToByteArray(),
            AttrValue.ValueOneofCase.I => value.I,
            AttrValue.ValueOneofCase.F => value.F,
            AttrValue.ValueOneofCase.B => value.B,
            AttrValue.ValueOneofCase.Type => (DType)value.Type,
            AttrValue.ValueOneofCase.Shape => ShapeCodec.Decode(value.Shape),
            AttrValue.ValueOneofCase.Tensor => DecodeTensor(value.Tensor),
            AttrValue.ValueOneofCase.Func => DecodeFunction(value.Func, depth),
            AttrValue.ValueOneofCase.Placeholder => new AttributePlaceholder(value.Placeholder),
            AttrValue.ValueOneofCase.List => DecodeList(value.List, definition, depth),
            _ => null,
        };
    }

    public static AttrValue Encode(object value)
    {
        AttrValue result = new();
        switch (value)
        {
            case byte[] s: result.S = ByteString.CopyFrom(s); break;
            case long i: result.I = i; break;
            case float f: result.F = f; break;
            case bool b: result.B = b; break;
            case DType type: result.Type = (DataType)type; break;
            case Shape shape: result.Shape = ShapeCodec.Encode(shape); break;
            case Tensor tensor: result.Tensor = TensorProtoCodec.Encode(tensor, TensorProtoEncoding.MakeTensorProto); break;
            case MalformedTensor malformed: result.Tensor = malformed.Message; break;
            case FunctionReference function: result.Func = EncodeFunction(function); break;
            case AttributePlaceholder placeholder: result.Placeholder = placeholder.Name; break;
            default: result.List = EncodeList((Array)value); break;
        }

        return result;
    }

    /// <summary>A tensor, or why it is none: that matters only to a run which needs it, as in TensorFlow.</summary>
    private static object DecodeTensor(TensorProto tensor)
    {
        try
        {
            return TensorProtoCodec.Decode(tensor);
        }
        catch (TfException e)
        {
            return new MalformedTensor(tensor, e);
        }
    }

    private static FunctionReference DecodeFunction(NameAttrList function, int depth) => new(function.Name, new AttributeList(
        [.. from attr in function.Attr
            let value = Decode(attr.Value, null, depth + 1)
            where value is not null
            select KeyValuePair.Create(attr.Key, value)]));

    private static NameAttrList EncodeFunction(FunctionReference function)
    {
        NameAttrList result = new() { Name = function.Name };
        foreach ((string name, object value) in function.Attributes.Items) result.Attr.Add(name, Encode(value));
        return result;
    }

    private static Array DecodeList(AttrValue.Types.ListValue list, AttributeDefinition? definition, int depth)
    {
        if (list.S.Count > 0) return list.S.Select(s => s.ToByteArray()).ToArray();
        if (list.I.Count > 0) return list.I.ToArray();
        if (list.F.Count > 0) return list.F.ToArray();
        if (list.B.Count > 0) return list.B.ToArray();
        if (list.Type.Count > 0) return list.Type.Select(type => (DType)type).ToArray();
        if (list.Shape.Count > 0) return list.Shape.Select(ShapeCodec.Decode).ToArray();
        if (list.Tensor.Count > 0) return list.Tensor.Select(tensor => TensorProtoCodec.Decode(tensor)).ToArray();
        if (list.Func.Count > 0) return list.Func.Select(function => DecodeFunction(function, depth)).ToArray();
        return definition is null ? Array.Empty<object>() : AttributeList.ToArray(definition.Kind, []);
    }

    private static AttrValue.Types.ListValue EncodeList(Array values)
    {
        AttrValue.Types.ListValue list = new();
        switch (values)
        {
            case byte[][] s: list.S.AddRange(s.Select(ByteString.CopyFrom)); break;
            case long[] i: list.I.AddRange(i); break;
            case float[] f: list.F.AddRange(f); break;
            case bool[] b: list.B.AddRange(b); break;
            case DType[] types: list.Type.AddRange(types.Select(type => (DataType)type)); break;
            case Shape[] shapes: list.Shape.AddRange(shapes.Select(ShapeCodec.Encode)); break;
            case Tensor[] tensors: list.Tensor.AddRange(tensors.Select(tensor => TensorProtoCodec.Encode(tensor, TensorProtoEncoding.MakeTensorProto))); break;
            case FunctionReference[] functions: list.Func.AddRange(functions.Select(EncodeFunction)); break;
        }

        return list;
    }
}
