using System.Text;
using System.Text.RegularExpressions;
using Weir.Checkpoints;
using Weir.Printing;

namespace Weir;

/// <summary>Prints what is in a checkpoint, as TensorFlow's <c>inspect_checkpoint</c> does.</summary>
/// <remarks>Source: inspect_checkpoint.py (TensorFlow 2.15).</remarks>
public static class CheckpointInspector
{
    /// <summary>Prints one tensor of a checkpoint, or all of them. What goes wrong with the files is printed, not thrown.</summary>
    /// <param name="fileName">The prefix of the checkpoint.</param>
    /// <param name="tensorName">The tensor to be printed; null or empty: all are.</param>
    /// <param name="output">Where it is printed; null: the console.</param>
    public static void Print(string fileName, string? tensorName = null, TextWriter? output = null) =>
        PrintTensorsInCheckpointFile(fileName, tensorName ?? "", allTensors: string.IsNullOrEmpty(tensorName), output: output);

    /// <summary>Prints tensors, names or a list, as Python's <c>print_tensors_in_checkpoint_file</c>. What goes wrong with the files is printed, not thrown.</summary>
    /// <param name="fileName">The prefix of the checkpoint.</param>
    /// <param name="tensorName">A tensor to be printed, if <paramref name="allTensors"/> and <paramref name="allTensorNames"/> are false. Empty: a list of all tensors.</param>
    /// <param name="allTensors">Whether all tensors are printed, whatever <paramref name="tensorName"/> says.</param>
    /// <param name="allTensorNames">Whether names, dtypes and shapes of all tensors are printed.</param>
    /// <param name="countExcludePattern">Tensors whose names match this pattern are not counted; empty: all are.</param>
    /// <param name="output">Where it is printed; null: the console.</param>
    public static void PrintTensorsInCheckpointFile(
        string fileName, string tensorName, bool allTensors, bool allTensorNames = false, string countExcludePattern = "", TextWriter? output = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(tensorName);
        ArgumentNullException.ThrowIfNull(countExcludePattern);
        Print(fileName, output ?? Console.Out, new InspectorOptions
        {
            TensorName = tensorName,
            AllTensors = allTensors,
            AllTensorNames = allTensorNames,
            CountExcludePattern = countExcludePattern,
        });
    }

    /// <summary>Prints what is asked for; errors are the caller's.</summary>
    internal static void Inspect(string fileName, TextWriter output, InspectorOptions options)
    {
        using CheckpointReader reader = CheckpointReader.Open(fileName);
        if (options.IsCompat1) PrintAs1(reader, output, options);
        else PrintAs2(reader, output, options);
    }

    /// <summary>Prints what is asked for, or what went wrong.</summary>
    internal static void Print(string fileName, TextWriter output, InspectorOptions options)
    {
        try
        {
            Inspect(fileName, output, options);
        }
        catch (TfException e)
        {
            output.Write(e.Message + "\n");
            if (e.Message.Contains("corrupted compressed block contents", StringComparison.Ordinal))
            {
                output.Write("It's likely that your checkpoint file has been compressed with SNAPPY.\n");
            }
        }
    }

    private static void PrintAs2(CheckpointReader reader, TextWriter output, InspectorOptions options)
    {
        if (options.AllTensors || options.AllTensorNames)
        {
            foreach (CheckpointEntry entry in reader.Entries)
            {
                PrintHeading(output, entry);
                if (options.AllTensors) PrintValue(reader, output, entry.Name, options);
            }
        }
        else if (options.TensorName.Length == 0)
        {
            PrintList(reader, output);
            output.Write('\n');
        }
        else if (!reader.Contains(options.TensorName))
        {
            output.Write($"Tensor {options.TensorName} not found in checkpoint\n");
            return;
        }
        else
        {
            PrintHeading(output, new CheckpointEntry(options.TensorName, reader.GetDType(options.TensorName), reader.GetShape(options.TensorName)));
            PrintValue(reader, output, options.TensorName, options);
        }

        PrintCount(reader, output, options.CountExcludePattern);
    }

    /// <summary>As TensorFlow 1.x printed: no dtypes, no count, and a name given goes before "all".</summary>
    private static void PrintAs1(CheckpointReader reader, TextWriter output, InspectorOptions options)
    {
        if (options.TensorName.Length == 0 && !options.AllTensors && !options.AllTensorNames)
        {
            PrintList(reader, output);
            output.Write('\n');
            return;
        }

        IEnumerable<string> names = options.TensorName.Length > 0 ? [options.TensorName] : reader.Entries.Select(entry => entry.Name);
        foreach (string name in names)
        {
            output.Write($"tensor_name:  {name}\n");
            if (options.TensorName.Length > 0 || options.AllTensors) PrintValue(reader, output, name, options);
        }
    }

    private static void PrintHeading(TextWriter output, CheckpointEntry entry) =>
        output.Write($"tensor: {entry.Name} ({NumpyNames.Of(entry.DType)}) [{string.Join(", ", entry.Shape.Dimensions.ToArray())}]\n");

    private static void PrintValue(CheckpointReader reader, TextWriter output, string name, InspectorOptions options)
    {
        using Tensor tensor = reader.Read(name).Unquantized();
        output.Write(new NumpyText(tensor, options.PrintOptions ?? (options.IsCompat1 ? NumpyPrintOptions.Legacy113 : NumpyPrintOptions.Default)).Str() + "\n");
    }

    /// <summary>What is no UTF-8, the keys of slices, is left out as Python leaves it out.</summary>
    private static void PrintList(CheckpointReader reader, TextWriter output) =>
        output.Write(Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("")).GetString(reader.DebugString()));

    private static void PrintCount(CheckpointReader reader, TextWriter output, string excluded)
    {
        IEnumerable<CheckpointEntry> counted = reader.Entries;
        if (excluded.Length > 0)
        {
            Regex pattern = Pattern(excluded);
            CheckpointEntry[] left = [.. counted.Where(entry => pattern.IsMatch(entry.Name))];
            output.Write($"# Excluding {left.Length} tensors ({left.Sum(entry => entry.Shape.ElementCount)} params) that match {excluded} when counting.\n");
            counted = counted.Except(left);
        }

        output.Write($"# Total number of params: {counted.Sum(entry => entry.Shape.ElementCount)}\n");
    }

    private static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new TfException(StatusCode.InvalidArgument, e.Message, e);
        }
    }
}
