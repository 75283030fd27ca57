using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Writes a file, where the host gives the session files that may be written.</summary>
/// <remarks>Source: whole_file_read_ops.cc.</remarks>
internal sealed class WriteFile : Op
{
    public override OpDefinition Definition { get; } = "WriteFile(filename: string, contents: string) | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.WithRank(1, 0);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Write();

    private sealed class Write : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < 2; i++) s.Require(s.Input(i).Shape.Rank == 0, $"Input {i} must be scalar, but had shape: {s.Input(i).Shape}");
            string path = Encoding.UTF8.GetString(s.Input(0).Strings[0]);
            if (s.Files is not IWritableFileSystem files) throw new TfException(StatusCode.PermissionDenied, $"{path}; models may not write files");
            if (!files.DirectoryExists(path) && Bundles.BundleFiles.Folder(path) is { Length: > 0 } folder) files.CreateDirectory(folder);
            using IModelFileWriter file = files.Create(path);
            file.Write(s.Input(1).Strings[0]);
        }
    }
}
