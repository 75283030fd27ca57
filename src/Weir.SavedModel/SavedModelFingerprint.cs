using System.Globalization;
using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>The hashes that TensorFlow writes beside a SavedModel, <c>fingerprint.pb</c>: which model this is. Immutable.</summary>
/// <remarks>Source: <c>tf.saved_model.experimental.Fingerprint</c>, TensorFlow 2.15.</remarks>
/// <param name="SavedModelChecksum">Of the file saved_model.pb: changes with what does not matter too.</param>
/// <param name="GraphDefProgramHash">Of the graph, in a form that does not depend on how it was traced.</param>
/// <param name="SignatureDefHash">Of the signatures.</param>
/// <param name="SavedObjectGraphHash">Of the objects.</param>
/// <param name="CheckpointHash">Of the variables' index.</param>
public sealed record SavedModelFingerprint(
    ulong SavedModelChecksum, ulong GraphDefProgramHash, ulong SignatureDefHash, ulong SavedObjectGraphHash, ulong CheckpointHash)
{
    private const string FileName = "fingerprint.pb";
    private const int MaxFileBytes = 1 << 20;

    /// <summary>The hashes that name a model whatever the bytes of its file: graph, signatures, objects, checkpoint, with slashes between.</summary>
    public string Singleprint => string.Create(CultureInfo.InvariantCulture, $"{GraphDefProgramHash}/{SignatureDefHash}/{SavedObjectGraphHash}/{CheckpointHash}");

    /// <summary>Reads the fingerprint of a SavedModel.</summary>
    /// <param name="directory">The folder that holds saved_model.pb.</param>
    /// <exception cref="TfException">NOT_FOUND: the model has none. INVALID_ARGUMENT: the file is no fingerprint. RESOURCE_EXHAUSTED: it is larger than 1 MiB.</exception>
    public static SavedModelFingerprint Read(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Read(LocalFileSystem.Rooted(directory));
    }

    /// <summary>Reads the fingerprint of a SavedModel in any file system.</summary>
    /// <param name="files">The model's folder.</param>
    /// <exception cref="TfException">As for <see cref="Read(string)"/>.</exception>
    public static SavedModelFingerprint Read(IModelFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(files);
        byte[] bytes = files.ReadAllBytes(FileName, MaxFileBytes);
        try
        {
            FingerprintDef proto = FingerprintDef.Parser.ParseFrom(bytes);
            return new SavedModelFingerprint(proto.SavedModelChecksum, proto.GraphDefProgramHash, proto.SignatureDefHash, proto.SavedObjectGraphHash, proto.CheckpointHash);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"{files.Root}/{FileName} is no fingerprint: {e.Message}", e);
        }
    }

    /// <summary>A heading and a line for each hash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        SavedModel Fingerprint
          saved_model_checksum: {SavedModelChecksum}
          graph_def_program_hash: {GraphDefProgramHash}
          signature_def_hash: {SignatureDefHash}
          saved_object_graph_hash: {SavedObjectGraphHash}
          checkpoint_hash: {CheckpointHash}
        """);
}
