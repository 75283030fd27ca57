using Weir.Ops;

namespace Weir.Saving;

/// <summary>Initializers of a matrix whose rows or columns belong to words, out of a matrix for another vocabulary.</summary>
/// <remarks>Source: checkpoint_ops.py (TensorFlow 2.15).</remarks>
internal sealed class VocabularyRemap(Graph graph, string prefix, string oldTensor, VocabInfo vocabulary)
{
    private readonly IModelFileSystem files = new PrefixFiles(prefix, vocabulary.NewVocab, vocabulary.OldVocab);
    private readonly Initializer backup = vocabulary.BackupInitializer ?? Initializers.Zeros;

    public void SetInitializers(IReadOnlyList<Variable> variables)
    {
        if (vocabulary.Axis is not (0 or 1)) throw new ArgumentException($"The only supported values for the axis argument are 0 and 1.  Provided axis: {vocabulary.Axis}");
        foreach (Variable variable in variables)
        {
            if (variable.Shape is not { IsFullyDefined: true, Rank: 2 }) throw new ArgumentException($"Expected 2-dim shape, but received: {variable.Shape}");
            using GraphScope scope = graph.NameScope("warm_start");
            Output value = vocabulary.Axis == 0 ? Rows(variable, variables) : Columns(variable);
            variable.SetInitializer(Saveable.Of(variable).Restore([value]), value);
        }
    }

    /// <summary>Part of the rows may be for words, and those behind them out of vocabulary.</summary>
    private Output Rows(Variable variable, IReadOnlyList<Variable> variables)
    {
        (long rows, long columns) = (variable.Shape[0], variable.Shape[1]);
        long start = variable.Slice?.Offset[0] ?? 0;
        long all = variables.Sum(part => part.Shape[0]);
        if (start + rows > vocabulary.NewVocabSize + vocabulary.NumOovBuckets)
        {
            throw new ArgumentException($"Trying to initialize {rows} additional rows after {start} rows have already been initialized, which would exceed expected total row count of "
                + $"new_row_vocab_size ({vocabulary.NewVocabSize}) + num_row_oov_buckets ({vocabulary.NumOovBuckets}) = {vocabulary.NewVocabSize + vocabulary.NumOovBuckets}: {all}.");
        }

        long outside = Math.Clamp(start + rows - vocabulary.NewVocabSize, 0, rows);
        if (outside == rows) return Backup(variable, rows, columns);
        (Output remapping, Output present) = Remapping(start, rows - outside);
        Output missing = Missing(rows - outside, columns, present, graph.Const(columns > int.MaxValue ? throw TooLarge() : (int)columns));
        Output loaded = Load(remapping, graph.Constant(Tensor.From<long>([])), Values(variable, (rows - outside) * columns, missing), rows - outside, columns);
        return outside == 0 ? loaded : ConcatV2.Build([loaded, Backup(variable, outside, columns)], 0);
    }

    private Output Columns(Variable variable)
    {
        (long rows, long columns) = (variable.Shape[0], variable.Shape[1]);
        if (columns != vocabulary.NewVocabSize + vocabulary.NumOovBuckets)
        {
            throw new ArgumentException($"Expected 2nd dim of shape to be new_col_vocab_size ({vocabulary.NewVocabSize}) + num_col_oov_buckets ({vocabulary.NumOovBuckets}) = "
                + $"{vocabulary.NewVocabSize + vocabulary.NumOovBuckets}, but received: {columns}");
        }

        long start = variable.Slice?.Offset[0] ?? 0;
        Output rowMap = graph.Constant(Tensor.From<long>([.. Enumerable.Range(0, checked((int)rows)).Select(row => start + row)]));
        (Output remapping, Output present) = Remapping(0, vocabulary.NewVocabSize);
        Output missing = Missing(rows, vocabulary.NewVocabSize, graph.Const((int)rows), present);
        Output loaded = Load(rowMap, remapping, Values(variable, rows * vocabulary.NewVocabSize, missing), rows, vocabulary.NewVocabSize);
        return vocabulary.NumOovBuckets == 0 ? loaded : ConcatV2.Build([loaded, Backup(variable, rows, vocabulary.NumOovBuckets)], 1);
    }

    private (Output Remapping, Output Present) Remapping(long offset, long count)
    {
        Operation remap = graph.AddOperation("GenerateVocabRemapping",
            [graph.Constant(Tensor.Scalar(vocabulary.NewVocab)), graph.Constant(Tensor.Scalar(vocabulary.OldVocab))],
            new Dictionary<string, object> { ["new_vocab_offset"] = offset, ["num_new_vocab"] = count, ["old_vocab_size"] = (long)vocabulary.OldVocabSize });
        remap.Files = files;
        return (remap[0], remap[1]);
    }

    private Output Load(Output rowMap, Output columnMap, Output values, long rows, long columns)
    {
        Operation load = graph.AddOperation("LoadAndRemapMatrix",
            [graph.Constant(Tensor.Scalar(prefix)), graph.Constant(Tensor.Scalar(oldTensor)), rowMap, columnMap, values],
            new Dictionary<string, object> { ["num_rows"] = rows, ["num_cols"] = columns });
        load.Files = files;
        return load[0];
    }

    /// <summary>How many elements of a matrix are not there: all but the rows present times the columns present.</summary>
    private Output Missing(long rows, long columns, Output rowsPresent, Output columnsPresent)
    {
        if (rows * columns > int.MaxValue) throw TooLarge();
        return graph.Const((int)(rows * columns)) - (rowsPresent * columnsPresent);
    }

    /// <summary>As many initial values as are missing, the first of enough for all.</summary>
    private Output Values(Variable variable, long most, Output count)
    {
        Output all = Reshape.Build(Backup(variable, most, 1), graph.Constant(Tensor.From(-1)));
        Output size = Reshape.Build(count, graph.Constant(Tensor.From(1)));
        return graph.AddOperation("Slice", [all, graph.Constant(Tensor.From(0)), size])[0];
    }

    private Output Backup(Variable variable, long rows, long columns)
    {
        string name = graph.ReserveName(graph.CurrentNameScope + "backup");
        return backup.Build(new InitializerContext(graph, name + "/", Graphs.Colocation.With(variable.Name), Shape.Of(rows, columns), variable.DType));
    }

    private static TfException TooLarge() => new(StatusCode.InvalidArgument, "A matrix of 2^31 elements or more can not be warm-started.");
}
