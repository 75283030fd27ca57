using Google.Protobuf;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace Weir.Ops;

/// <summary>Writes the values of a proto's field.</summary>
/// <param name="descriptor">The field's descriptor.</param>
/// <param name="packs">Whether repeated numbers are packed where the field does not say.</param>
internal sealed class ProtoField(Google.Protobuf.Reflection.FieldDescriptorProto descriptor, bool packs)
{
    private readonly bool isPacked = descriptor.Label == Label.Repeated && descriptor.Type is not (Kind.String or Kind.Bytes or Kind.Message or Kind.Group)
        && (descriptor.Options is { HasPacked: true } options ? options.Packed : packs);

    public int Number => descriptor.Number;

    /// <summary>The type as .proto files name it.</summary>
    public string TypeName => descriptor.Type.ToString().ToLowerInvariant();

    private WireFormat.WireType WireType => descriptor.Type switch
    {
        Kind.Double or Kind.Fixed64 or Kind.Sfixed64 => WireFormat.WireType.Fixed64,
        Kind.Float or Kind.Fixed32 or Kind.Sfixed32 => WireFormat.WireType.Fixed32,
        Kind.String or Kind.Bytes or Kind.Message => WireFormat.WireType.LengthDelimited,
        Kind.Group => WireFormat.WireType.StartGroup,
        _ => WireFormat.WireType.Varint,
    };

    /// <summary>Whether values of a dtype can be written.</summary>
    public bool Takes(DType dtype) => descriptor.Type switch
    {
        Kind.Double => dtype == DType.Float64,
        Kind.Float => dtype is DType.Float32 or DType.Float64,
        Kind.Int64 or Kind.Sint64 or Kind.Sfixed64 => dtype == DType.Int64,
        Kind.Uint64 or Kind.Fixed64 => dtype == DType.UInt64,
        Kind.Int32 or Kind.Sint32 or Kind.Sfixed32 => dtype is DType.Int32 or DType.Int64,
        Kind.Uint32 or Kind.Fixed32 => dtype is DType.UInt32 or DType.UInt64,
        Kind.Bool => dtype == DType.Bool,
        Kind.Enum => dtype == DType.Int32,
        _ => dtype == DType.String,
    };

    /// <summary>Writes values that lie behind each other in a tensor.</summary>
    public void Write(CodedOutputStream stream, Tensor values, int first, int count)
    {
        if (!isPacked)
        {
            for (int i = first; i < first + count; i++)
            {
                stream.WriteTag(descriptor.Number, WireType);
                Value(stream, values, i);
                if (descriptor.Type == Kind.Group) stream.WriteTag(descriptor.Number, WireFormat.WireType.EndGroup);
            }

            return;
        }

        if (count == 0) return;
        using MemoryStream memory = new();
        using (CodedOutputStream packed = new(memory, leaveOpen: true))
        {
            for (int i = first; i < first + count; i++) Value(packed, values, i);
        }

        stream.WriteTag(descriptor.Number, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(ByteString.CopyFrom(memory.GetBuffer(), 0, (int)memory.Length));
    }

    private void Value(CodedOutputStream stream, Tensor values, int at)
    {
        switch (descriptor.Type)
        {
            case Kind.Double: stream.WriteDouble(values.Elements<double>()[at]); break;
            case Kind.Float: stream.WriteFloat(values.DType == DType.Float64 ? (float)values.Elements<double>()[at] : values.Elements<float>()[at]); break;
            case Kind.Bool: stream.WriteBool(values.Elements<bool>()[at]); break;
            case Kind.Int64: stream.WriteInt64(values.Integer(at)); break;
            case Kind.Sint64: stream.WriteSInt64(values.Integer(at)); break;
            case Kind.Sfixed64: stream.WriteSFixed64(values.Integer(at)); break;
            case Kind.Int32 or Kind.Enum: stream.WriteInt32((int)values.Integer(at)); break;
            case Kind.Sint32: stream.WriteSInt32((int)values.Integer(at)); break;
            case Kind.Sfixed32: stream.WriteSFixed32((int)values.Integer(at)); break;
            case Kind.Uint64: stream.WriteUInt64(values.Elements<ulong>()[at]); break;
            case Kind.Fixed64: stream.WriteFixed64(values.Elements<ulong>()[at]); break;
            case Kind.Uint32: stream.WriteUInt32(Unsigned(values, at)); break;
            case Kind.Fixed32: stream.WriteFixed32(Unsigned(values, at)); break;
            case Kind.Group: foreach (byte part in values.Strings[at]) stream.WriteRawTag(part); break;
            default: stream.WriteBytes(ByteString.CopyFrom(values.Strings[at])); break;
        }
    }

    private static uint Unsigned(Tensor values, int at) => values.DType == DType.UInt64 ? (uint)values.Elements<ulong>()[at] : values.Elements<uint>()[at];
}
