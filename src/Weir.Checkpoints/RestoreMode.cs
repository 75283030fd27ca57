namespace Weir;

/// <summary>How tensors come out of a checkpoint's files.</summary>
public enum RestoreMode
{
    /// <summary>They are read into memory of their own, and their checksums are verified.</summary>
    Read,

    /// <summary>
    /// They are views of the files, whose pages the system reads when they are touched and shares between processes: a restore takes milliseconds and no
    /// memory. Checksums are not verified. A view keeps its file open until its tensor is disposed; the file may be deleted or replaced by renaming, as
    /// savers do (on Windows not before that), but whoever writes into it changes the tensors, and whoever makes it shorter ends the process that touches them. What can not be a view
    /// (strings, slices put together, other byte orders, elements at odd offsets, the first format, files that are not the machine's) is read.
    /// </summary>
    Map,

    /// <summary>As <see cref="Map"/>, but the checksums are verified, for which the files are read once.</summary>
    MapVerified,
}
