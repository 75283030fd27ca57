using Google.Protobuf;
using Google.Protobuf.Reflection;
using Weir.Protos.Text;

namespace Weir.Ops;

/// <summary>The descriptors of proto messages, by the full names of the messages.</summary>
/// <remarks>Source: proto_utils.cc, descriptors.cc.</remarks>
internal sealed class ProtoDescriptors
{
    private const int MaxNesting = 100;

    private static readonly Lazy<ProtoDescriptors> s_local = new(() => new ProtoDescriptors(Local().Select(file => FileDescriptorProto.Parser.ParseFrom(file.SerializedData))));

    private readonly Dictionary<string, (DescriptorProto Message, bool Packs)> messages = [];

    private ProtoDescriptors(IEnumerable<FileDescriptorProto> files)
    {
        foreach (FileDescriptorProto file in files)
        {
            foreach (DescriptorProto message in file.MessageType) Add(message, file.Package, file.Syntax == "proto3", 0);
        }
    }

    /// <summary>Finds the descriptors that a descriptor_source names: TensorFlow's own messages, or a FileDescriptorSet that it holds.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it holds no FileDescriptorSet. UNIMPLEMENTED: it names a file.</exception>
    public static ProtoDescriptors Of(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> bytes = "bytes://"u8;
        if (source.IsEmpty || source.SequenceEqual("local://"u8)) return s_local.Value;
        if (!source.StartsWith(bytes)) throw new TfException(StatusCode.Unimplemented, "descriptor_source may be \"local://\" or \"bytes://\" and a FileDescriptorSet, but no file.");
        try
        {
            return new ProtoDescriptors(FileDescriptorSet.Parser.ParseFrom(source[bytes.Length..]).File);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new TfException(StatusCode.InvalidArgument, "descriptor_source does not represent valid FileDescriptorSet proto.");
        }
    }

    /// <summary>The fields of a message.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is no such message or field.</exception>
    public ProtoField[] Fields(string type, string[] names)
    {
        if (!messages.TryGetValue(type, out (DescriptorProto Message, bool Packs) found)) throw Wrong($"No descriptor found for message type {type}");
        return [.. names.Select(name => new ProtoField(found.Message.Field.FirstOrDefault(field => field.Name == name) ?? throw Wrong($"Unknown field: {name} in message type {type}"), found.Packs))];
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);

    private static HashSet<FileDescriptor> Local()
    {
        HashSet<FileDescriptor> files = [];
        Queue<FileDescriptor> left = new(MessageCatalogue.Roots());
        while (left.TryDequeue(out FileDescriptor? file))
        {
            if (!files.Add(file)) continue;
            foreach (FileDescriptor import in file.Dependencies) left.Enqueue(import);
        }

        return files;
    }

    private void Add(DescriptorProto message, string scope, bool packs, int depth)
    {
        if (depth > MaxNesting) throw Wrong("Messages are nested too deep.");
        string name = scope.Length == 0 ? message.Name : $"{scope}.{message.Name}";
        messages.TryAdd(name, (message, packs));
        foreach (DescriptorProto nested in message.NestedType) Add(nested, name, packs, depth + 1);
    }
}
