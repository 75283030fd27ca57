namespace Weir;

/// <summary>The vocabularies of a matrix, of today and of before: text files with a word a line. Rows of new words, and those out of vocabulary, are initialized.</summary>
/// <param name="NewVocab">Today's file.</param>
/// <param name="NewVocabSize">How many of its lines count.</param>
/// <param name="NumOovBuckets">How many rows for words out of vocabulary come after them.</param>
/// <param name="OldVocab">The file of before.</param>
public sealed record VocabInfo(string NewVocab, int NewVocabSize, int NumOovBuckets, string OldVocab)
{
    /// <summary>How many lines of the old file count; -1: all.</summary>
    public int OldVocabSize { get; init; } = -1;

    /// <summary>What new words get; null: zeros.</summary>
    public Initializer? BackupInitializer { get; init; }

    /// <summary>0: rows belong to words. 1: columns do.</summary>
    public int Axis { get; init; }
}
