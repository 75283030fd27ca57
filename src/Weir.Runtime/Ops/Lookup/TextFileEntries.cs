using System.Text;

namespace Weir.Ops;

/// <summary>Reads a table's entries from a text file, block by block.</summary>
internal sealed class TextFileEntries(IModelFile file, TextFileFormat format, LookupTable table, CancellationToken cancellation) : ITableEntries, IDisposable
{
    private const int BlockSize = 1024;

    private readonly FileLines lines = new(file);
    private readonly Tensor keys = Tensor.Allocate(table.KeyType, Shape.Of(BlockSize));
    private readonly Tensor values = Tensor.Allocate(table.ValueType, Shape.Of(BlockSize));
    private long line;
    private int staged;

    public long? Count => null;

    public void Begin() => TryStage(isFirst: true);

    public void CopyTo(StaticTable target)
    {
        try
        {
            do
            {
                if (staged < BlockSize) continue;
                cancellation.ThrowIfCancellationRequested();
                Flush(target);
            }
            while (TryStage(isFirst: false));
        }
        finally
        {
            Flush(target);
        }
    }

    public void Dispose()
    {
        keys.Dispose();
        values.Dispose();
        file.Dispose();
    }

    private void Flush(StaticTable target)
    {
        int count = staged;
        staged = 0;
        target.Add(keys, values, count);
    }

    /// <summary>Reads one line into the block. No line is the end, but for the first one an error.</summary>
    private bool TryStage(bool isFirst)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> text))
        {
            if (format.VocabularySize >= 0 && line != format.VocabularySize)
            {
                throw Invalid($"Invalid vocab_size in {file.Path}: expected {format.VocabularySize} but got {line}");
            }

            return isFirst ? throw new TfException(StatusCode.OutOfRange, "Read less bytes than requested") : false;
        }

        if (format.VocabularySize >= 0 && line >= format.VocabularySize)
        {
            return isFirst ? throw new TfException(StatusCode.OutOfRange, $"Finished reading {format.VocabularySize} of lines from {file.Path}") : false;
        }

        if (text.IsEmpty) throw Invalid($"Invalid content in {file.Path}: empty line found at position {lines.Position}.");
        CheckColumns(text);
        Set(keys, format.KeyIndex, text);
        Set(values, format.ValueIndex, text);
        line++;
        staged++;
        return true;
    }

    private void CheckColumns(ReadOnlySpan<byte> text)
    {
        if (!format.HasColumns) return;
        long columns = text.Count(format.Delimiter) + 1;
        long last = Math.Max(format.KeyIndex, format.ValueIndex);
        if (last >= columns)
        {
            throw Invalid($"Invalid number of columns in {file.Path} line {line} ({Encoding.UTF8.GetString(text)}) : expected at least {last + 1} got {columns}");
        }
    }

    private void Set(Tensor target, long index, ReadOnlySpan<byte> text)
    {
        if (index == TextFileFormat.LineNumber)
        {
            target.Elements<long>()[staged] = line + format.Offset;
            return;
        }

        ReadOnlySpan<byte> field = index == TextFileFormat.WholeLine ? text : Column(text, index);
        if (!TrySet(target, field)) throw Invalid($"Field {Encoding.UTF8.GetString(field)} in line {line} is not a valid {target.DType.TfName()}.");
    }

    private bool TrySet(Tensor target, ReadOnlySpan<byte> field)
    {
        switch (target.DType)
        {
            case DType.String:
                target.Strings[staged] = field.ToArray();
                return true;
            case DType.Int32:
                return NumberText.TryParse(field, out target.Elements<int>()[staged]);
            case DType.Int64:
                return NumberText.TryParse(field, out target.Elements<long>()[staged]);
            case DType.Float32:
                return NumberText.TryParse(field, out target.Elements<float>()[staged]);
            case DType.Float64:
                return NumberText.TryParse(field, out target.Elements<double>()[staged]);
            default:
                throw Invalid($"Data type {target.DType.TfName()} not supported.");
        }
    }

    private ReadOnlySpan<byte> Column(ReadOnlySpan<byte> text, long index)
    {
        for (; index > 0; index--) text = text[(text.IndexOf(format.Delimiter) + 1)..];
        int end = text.IndexOf(format.Delimiter);
        return end < 0 ? text : text[..end];
    }

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
