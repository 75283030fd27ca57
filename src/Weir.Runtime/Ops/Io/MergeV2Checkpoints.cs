using System.Text;
using Weir.Bundles;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Makes one checkpoint of several.</summary>
/// <remarks>
/// With <c>delete_old_dirs</c> the folders of the old ones are deleted, where nothing else is in them.
/// Needs a file system that may be written. Source: save_restore_v2_ops.cc.
/// </remarks>
internal sealed class MergeV2Checkpoints : Op
{
    public override OpDefinition Definition { get; } = "MergeV2Checkpoints(checkpoint_prefixes: string, destination_prefix: string); "
        + "delete_old_dirs: bool = true; allow_missing_files: bool = false | stateful";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.WithRank(1, 0);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Merge(r.Bool("delete_old_dirs"), r.Bool("allow_missing_files"));

    private sealed class Merge(bool deletesFolders, bool allowsMissing) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 1, $"Input checkpoint_prefixes should be an 1-D tensor, got {s.Input(0).Shape} instead.");
            s.Require(s.Input(1).ElementCount == 1, $"Input destination_prefix should have a single element, got {s.Input(1).ElementCount} instead.");
            IWritableFileSystem files = s.WritableFiles();
            string[] prefixes = Array.ConvertAll(s.Input(0).Strings, Encoding.UTF8.GetString);
            string merged = Encoding.UTF8.GetString(s.Input(1).GetBytes(0));
            BundleMerge.Run(files, prefixes, merged, allowsMissing, s.Limits);
            if (deletesFolders) DeleteFolders(files, prefixes, BundleFiles.Folder(merged));
        }

        private static void DeleteFolders(IWritableFileSystem files, string[] prefixes, string kept)
        {
            foreach (string folder in prefixes.Select(BundleFiles.Folder).Distinct())
            {
                if (folder.Length == 0 || folder == kept) continue;
                try
                {
                    files.DeleteDirectory(folder);
                }
                catch (TfException)
                {
                    // Something else lies in it, or nobody may delete it: the checkpoint is whole all the same.
                }
            }
        }
    }
}
