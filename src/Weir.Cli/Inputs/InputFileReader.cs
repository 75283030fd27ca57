namespace Weir.Cli.Inputs;

/// <summary>Reads the array that an input names: an .npy file, or one member of an .npz file. Told apart by content.</summary>
internal static class InputFileReader
{
    private static ReadOnlySpan<byte> ZipMagic => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> EmptyZipMagic => "PK\u0005\u0006"u8;

    /// <summary>Reads the array.</summary>
    /// <exception cref="TfException">NOT_FOUND: no such file or member. INVALID_ARGUMENT: the file is neither. UNIMPLEMENTED: a pickle, or
    /// elements that no tensor holds.</exception>
    public static Tensor Read(InputFile input, CliContext context)
    {
        string path = context.Resolve(input.File);
        if (!File.Exists(path)) throw new TfException(StatusCode.NotFound, $"{input.File}; No such file or directory");
        FileStream stream = File.OpenRead(path);
        try
        {
            return IsArchive(stream) ? FromArchive(stream, input) : FromArray(stream, input, context);
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

    private static Tensor FromArray(FileStream stream, InputFile input, CliContext context)
    {
        int first = stream.ReadByte();
        if (first < 0) throw new TfException(StatusCode.InvalidArgument, $"{input.File}: No data left in file");
        if (first != 0x93) throw new TfException(StatusCode.Unimplemented, $"{input.File} is neither an .npy nor an .npz file; pickles are not read");
        stream.Position = 0;
        if (input.Variable is not null) context.Warn($"Input file {input.File} contains a single ndarray. Name key \"{input.Variable}\" ignored.");
        return Npy.Read(stream);
    }
}
