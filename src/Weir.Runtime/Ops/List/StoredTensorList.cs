using Google.Protobuf;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>Lists as checkpoints have them: the elements that are set, and in the metadata which are not, the dtype, the greatest length and the shape.</summary>
/// <remarks>Source: <c>TensorList::Encode</c> and <c>TensorList::Decode</c> in tensor_list.cc.</remarks>
internal static unsafe class StoredTensorList
{
    private const string TypeName = "tensorflow::TensorList";

    public static VariantTensorDataProto Encode(TensorList list)
    {
        VariantTensorDataProto proto = new() { TypeName = TypeName };
        List<int> unset = [];
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is { } item) proto.Tensors.Add(TensorProtoCodec.Encode(item));
            else unset.Add(i);
        }

        using MemoryStream metadata = new();
        using (CodedOutputStream output = new(metadata, leaveOpen: true))
        {
            output.WriteUInt64((ulong)unset.Count);
            foreach (int i in unset) output.WriteUInt64((ulong)i);
            output.WriteUInt64((ulong)list.ElementType);
            output.WriteUInt64((ulong)list.MaxElements);
            Graphs.ShapeCodec.Encode(list.ElementShape).WriteTo(output);
        }

        proto.Metadata = ByteString.CopyFrom(metadata.ToArray());
        return proto;
    }

    /// <summary>The lists that a tensor of messages describes.</summary>
    /// <exception cref="TfException">As for the other.</exception>
    public static Tensor Decode(Tensor stored, ModelLimits limits)
    {
        object[] lists = [.. stored.Objects.Select(message => Decode((VariantTensorDataProto)message, limits))];
        return new Tensor(DType.Variant, stored.Shape, new Buffers.ManagedBuffer<object>(lists) { OwnsElements = true }, null);
    }

    /// <exception cref="TfException">UNIMPLEMENTED: it is no list. DATA_LOSS: it contradicts itself. RESOURCE_EXHAUSTED: it is longer than the limit.</exception>
    public static TensorList Decode(VariantTensorDataProto proto, ModelLimits limits)
    {
        if (proto.TypeName != TypeName) throw new TfException(StatusCode.Unimplemented, $"A variant of the type '{proto.TypeName}' can not be restored.");
        try
        {
            CodedInputStream metadata = proto.Metadata.CreateCodedInput();
            ulong unset = metadata.ReadUInt64();
            if (unset > (ulong)proto.Metadata.Length) throw Damaged($"{unset} elements are not set");
            TensorLists.RequireLength(limits, proto.Tensors.Count + (long)unset);
            HashSet<int> missing = [];
            for (ulong i = 0; i < unset; i++)
            {
                ulong index = metadata.ReadUInt64();
                if (index >= (ulong)proto.Tensors.Count + unset || !missing.Add((int)index)) throw Damaged($"the element {index} is not set");
            }

            DType dtype = (DType)metadata.ReadUInt64();
            long most = (long)metadata.ReadUInt64();
            TensorShapeProto shape = TensorShapeProto.Parser.ParseFrom(proto.Metadata.Span[checked((int)metadata.Position)..].ToArray());
            return Fill(new TensorList(dtype, Graphs.ShapeCodec.Decode(shape), most), proto, missing, limits);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Damaged(e.Message);
        }
    }

    private static TensorList Fill(TensorList list, VariantTensorDataProto proto, HashSet<int> missing, ModelLimits limits)
    {
        try
        {
            int next = 0;
            for (int i = 0; i < proto.Tensors.Count + missing.Count; i++)
            {
                if (missing.Contains(i))
                {
                    list.Push(null);
                    continue;
                }

                using Tensor item = TensorProtoCodec.Decode(proto.Tensors[next++], limits.MaxTensorBytes);
                list.Push(item);
                if (item.DType != list.ElementType) throw Damaged($"element {i} is {item.DType.TfName()}, the list of {list.ElementType.TfName()}");
            }

            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    private static TfException Damaged(string why) => new(StatusCode.DataLoss, $"A stored list contradicts itself: {why}.");
}
