using Google.Protobuf;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Show;

/// <summary>Reads the one file that describes a SavedModel: saved_model.pb, or saved_model.pbtxt where there is none.</summary>
internal static class SavedModelDescription
{
    private const string Binary = "saved_model.pb";
    private const string Text = "saved_model.pbtxt";

    /// <summary>Reads the message; nothing of the model is loaded.</summary>
    /// <exception cref="TfException">NOT_FOUND: neither file is there. INVALID_ARGUMENT: the file can not be parsed.</exception>
    public static SavedModelProto Read(string directory, CliContext context)
    {
        LocalFileSystem files = LocalFileSystem.Unrestricted;
        string folder = context.Resolve(directory);
        long limit = ModelLimits.Default.MaxModelFileBytes;
        if (files.FileExists(Path.Combine(folder, Binary)))
        {
            byte[] bytes = files.ReadAllBytes(Path.Combine(folder, Binary), limit);
            return Parse("proto", Path.Combine(directory, Binary), () => SavedModelProto.Parser.ParseFrom(bytes));
        }

        if (files.FileExists(Path.Combine(folder, Text)))
        {
            byte[] bytes = files.ReadAllBytes(Path.Combine(folder, Text), limit);
            return Parse("pbtxt", Path.Combine(directory, Text), () => TextFormat.Parse<SavedModelProto>(bytes));
        }

        throw new TfException(StatusCode.NotFound, $"SavedModel file does not exist at: {directory}");
    }

    private static SavedModelProto Parse(string kind, string path, Func<SavedModelProto> parse)
    {
        try
        {
            return parse();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Cannot parse {kind} file {path}: {e.Message}", e);
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"Cannot parse {kind} file {path}: {e.Message}", e);
        }
    }
}
