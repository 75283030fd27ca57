using System.Buffers;

namespace Weir.Json;

/// <summary>Writes the outputs of Predict, row by row or tensor by tensor.</summary>
/// <remarks>Source: json_tensor.cc; outputs come in the order of their aliases.</remarks>
internal static class TensorJson
{
    /// <summary>An alias that ends so names bytes, not text.</summary>
    private const string BytesSuffix = "_bytes";

    private delegate void ElementWriter(JsonWriter writer, Tensor tensor, int index);

    /// <summary>Writes the answer to a request in row form.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: an output has no first dimension, or another than the others; or JSON can not carry its dtype.</exception>
    public static void WriteRows(NamedTensors outputs, IBufferWriter<byte> body)
    {
        long rows = Rows(outputs);
        (string Alias, Tensor Tensor, ElementWriter Element)[] columns = [.. outputs.Select(pair => (pair.Key, pair.Value, For(pair.Key, pair.Value.DType)))];
        int[] at = new int[columns.Length];
        JsonWriter writer = new(body);
        writer.StartObject();
        writer.Name("predictions");
        writer.StartList();
        for (long row = 0; row < rows; row++)
        {
            if (columns.Length > 1) writer.StartObject();
            writer.SingleLineLists = true;
            for (int i = 0; i < columns.Length; i++)
            {
                if (columns.Length > 1) writer.Name(columns[i].Alias);
                Write(writer, columns[i].Tensor, columns[i].Element, 1, ref at[i]);
            }

            writer.SingleLineLists = false;
            if (columns.Length > 1) writer.EndObject();
        }

        writer.EndList();
        writer.EndObject();
    }

    /// <summary>Writes the answer to a request in column form.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: JSON can not carry an output's dtype.</exception>
    public static void WriteColumns(NamedTensors outputs, IBufferWriter<byte> body)
    {
        if (outputs.Count == 0) throw Nothing();
        JsonWriter writer = new(body);
        writer.StartObject();
        writer.Name("outputs");
        if (outputs.Count > 1) writer.StartObject();
        foreach ((string alias, Tensor tensor) in outputs)
        {
            if (outputs.Count > 1) writer.Name(alias);
            int at = 0;
            Write(writer, tensor, For(alias, tensor.DType), 0, ref at);
        }

        if (outputs.Count > 1) writer.EndObject();
        writer.EndObject();
    }

    private static long Rows(NamedTensors outputs)
    {
        if (outputs.Count == 0) throw Nothing();
        long rows = -1;
        foreach ((string alias, Tensor tensor) in outputs)
        {
            if (tensor.Shape.Rank == 0) throw new TfException(StatusCode.InvalidArgument, $"Tensor name: {alias} has no shape information ");
            if (rows >= 0 && tensor.Shape[0] != rows)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Tensor name: {alias} has inconsistent batch size: {tensor.Shape[0]} expecting: {rows}");
            }

            rows = tensor.Shape[0];
        }

        return rows;
    }

    private static void Write(JsonWriter writer, Tensor tensor, ElementWriter element, int dimension, ref int at)
    {
        if (dimension >= tensor.Shape.Rank)
        {
            element(writer, tensor, at++);
            return;
        }

        writer.StartList();
        for (long i = 0; i < tensor.Shape[dimension]; i++) Write(writer, tensor, element, dimension + 1, ref at);
        writer.EndList();
    }

    private static ElementWriter For(string alias, DType dtype) => dtype switch
    {
        DType.Float32 => (writer, tensor, i) => writer.Number(tensor.AsSpan<float>()[i]),
        DType.Float64 => (writer, tensor, i) => writer.Number(tensor.AsSpan<double>()[i]),
        DType.Int32 => (writer, tensor, i) => writer.Number(tensor.AsSpan<int>()[i]),
        DType.Int16 => (writer, tensor, i) => writer.Number(tensor.AsSpan<short>()[i]),
        DType.Int8 => (writer, tensor, i) => writer.Number(tensor.AsSpan<sbyte>()[i]),
        DType.UInt8 => (writer, tensor, i) => writer.Number(tensor.AsSpan<byte>()[i]),
        DType.Int64 => (writer, tensor, i) => writer.Number(tensor.AsSpan<long>()[i]),
        DType.UInt32 => (writer, tensor, i) => writer.Number(tensor.AsSpan<uint>()[i]),
        DType.UInt64 => (writer, tensor, i) => writer.Number(tensor.AsSpan<ulong>()[i]),
        DType.Bool => (writer, tensor, i) => writer.Bool(tensor.AsSpan<bool>()[i]),
        DType.String when alias.EndsWith(BytesSuffix, StringComparison.Ordinal) => (writer, tensor, i) => writer.Base64(tensor.GetBytes(i)),
        DType.String => (writer, tensor, i) => writer.String(tensor.GetBytes(i)),
        _ => throw new TfException(StatusCode.InvalidArgument, $"Failed to write JSON value for tensor type: {dtype.TfName()}"),
    };

    private static TfException Nothing() => new(StatusCode.InvalidArgument, "Cannot convert empty tensor map to JSON");
}
