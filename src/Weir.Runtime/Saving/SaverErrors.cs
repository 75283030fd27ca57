namespace Weir.Saving;

/// <summary>What a saver says when restoring fails.</summary>
internal static class SaverErrors
{
    public static TfException Restoring(TfException error, string cause) => new(error.Code,
        $"Restoring from checkpoint failed. This is most likely due to {cause} from the checkpoint. Please ensure that you have not altered the graph "
        + $"expected based on the checkpoint. Original error:\n\n{error.Message}", error);
}
