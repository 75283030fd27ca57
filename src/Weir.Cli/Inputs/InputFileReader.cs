using Weir.Codec.NumPy;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Inputs;

/// <summary>Reads the value that an input names: an .npy file, one member of an .npz file, a pickle or an item of its dict. Told apart by
/// content.</summary>
internal static class InputFileReader
{
    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> EmptyZipMagic => "PK\u0005\u0006"u8;

    /// <summary>Reads the value.</summary>
    /// <exception cref="TfException">NOT_FOUND: no such file or member. INVALID_ARGUMENT: the file is none of these. UNIMPLEMENTED: a
    /// pickle of other things than plain values, or elements that no tensor holds.</exception>
    public static InputValue Read(InputFile input, CliContext context)
    {
        string path = context.Resolve(input.File);
        if (!File.Exists(path)) throw new TfException(StatusCode.NotFound, $"{input.File}; No such file or directory");
        FileStream stream = File.OpenRead(path);
        try
        {
            return IsArchive(stream) ? new ArrayInput(FromArchive(stream, input)) : FromValue(Load(stream, input), input, context);
        }
        finally
        {
            stream.Dispose();
        }
    }

    private static bool IsArchive(FileStream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        int got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return magic[..got].SequenceEqual(ZipMagic) || magic[..got].SequenceEqual(EmptyZipMagic);
    }

    private static Tensor FromArchive(FileStream stream, InputFile input)
    {
        using Npz archive = Npz.Open(stream);
        if (input.Variable is { } name)
        {
            if (!archive.Contains(name)) throw new TfException(StatusCode.NotFound, $"Input file {input.File} does not contain variable with name \"{name}\".");
            return archive.Read(name);
        }

        if (archive.Names.Count == 1) return archive.Read(archive.Names[0]);
        throw new TfException(
            StatusCode.InvalidArgument,
            $"Input file {input.File} contains more than one ndarrays. Please specify the name of ndarray to use.");
    }

    private static PythonValue Load(FileStream stream, InputFile input)
    {
        int first = stream.ReadByte();
        if (first < 0) throw new TfException(StatusCode.InvalidArgument, $"{input.File}: No data left in file");
        stream.Position = 0;
        if (first != NpyHeader.Magic[0]) return Unpickle(stream);
        NpyHeader header = NpyHeader.Read(stream);
        if (header.Descr.IsObject) return Unpickle(stream);
        return new PythonTensor(new NpyReader(stream, stream.Length - stream.Position, ModelLimits.Default.MaxTensorBytes).Read(header));
    }

    private static PythonValue Unpickle(FileStream stream)
    {
        long length = stream.Length - stream.Position;
        if (length > Array.MaxLength) throw new TfException(StatusCode.ResourceExhausted, $"a pickle of {length} bytes is too large");
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return Unpickler.Load(bytes);
    }

    private static InputValue FromValue(PythonValue value, InputFile input, CliContext context)
    {
        if (value is PythonTensor { Tensor: var array })
        {
            if (input.Variable is not null) context.Warn($"Input file {input.File} contains a single ndarray. Name key \"{input.Variable}\" ignored.");
            return new ArrayInput(array);
        }

        if (input.Variable is null) return new LiteralInput(value);
        foreach ((PythonValue key, PythonValue item) in value is PythonDict { Items: var items } ? items.Reverse() : [])
        {
            if (key is PythonStr { Value: var name } && name == input.Variable) return new LiteralInput(item);
        }

        throw new TfException(StatusCode.NotFound, $"Input file {input.File} does not contain variable with name \"{input.Variable}\".");
    }
}
