using System.Buffers;
using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The columns of records in comma-separated values (RFC 4180), each of its own dtype; an empty field is the column's default.</summary>
/// <remarks>Source: decode_csv_op.cc.</remarks>
internal sealed class DecodeCsv : Op
{
    public override OpDefinition Definition { get; } = "DecodeCSV(records: string, record_defaults: OUT_TYPE) -> output: OUT_TYPE; "
        + "OUT_TYPE: list({float, double, int32, int64, string}) >= 1; field_delim: string = \",\"; use_quote_delim: bool = true; "
        + "na_value: string = \"\"; "
        + "select_cols: list(int) = []";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 1; i < c.InputCount; i++)
        {
            Shape value = c.Input(i);
            c.Require(value.Rank <= 1, $"Shape must be at most rank 1 but is rank {value.Rank}");
            c.Require(value.Rank != 1 || value[0] <= 1, "Shape of a default must be a length-0 or length-1 vector, or a scalar.");
        }

        c.AllOutputs(c.Input(0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        byte[] delimiter = r.Bytes("field_delim");
        long[] columns = r.Ints("select_cols");
        DType[] types = r.Types("OUT_TYPE");
        if (delimiter.Length != 1) throw Invalid("field_delim should be only 1 char");
        if (columns.Length > 0 && columns.Length != types.Length) throw Invalid("select_cols should match output size");
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0) throw Invalid("select_cols should be non-negative indices");
            if (i > 0 && columns[i] <= columns[i - 1]) throw Invalid("select_cols should be strictly increasing indices");
        }

        return new Decode(types, new CsvFields(delimiter[0], r.Bool("use_quote_delim"), columns), r.Bytes("na_value"));
    }

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);

    private sealed class Decode(DType[] types, CsvFields format, byte[] missing) : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int f = 0; f < types.Length; f++)
            {
                Tensor value = s.Input(f + 1);
                s.Require(value.Shape.Rank <= 1, "Each record default should be at most rank 1");
                s.Require(value.ElementCount < 2, $"There should only be 1 default per field but field {f} has {value.ElementCount}");
            }

            byte[][] records = s.Input(0).Strings;
            Tensor[] outputs = new Tensor[types.Length];
            for (int f = 0; f < types.Length; f++) outputs[f] = s.OutputLike(f, s.Input(0));
            ArrayBufferWriter<byte> text = new();
            List<Range> fields = [];
            for (int i = 0; i < records.Length; i++)
            {
                format.Split(records[i], text, fields);
                s.Require(fields.Count == types.Length, $"Expect {types.Length} fields but have {fields.Count} in record {i}");
                for (int f = 0; f < types.Length; f++) Set(s, outputs[f], i, f, text.WrittenSpan[fields[f]]);
            }
        }

        private void Set(StepContext s, Tensor output, int record, int field, ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty || text.SequenceEqual(missing))
            {
                s.Require(s.Input(field + 1).ElementCount == 1, $"Field {field} is required but missing in record {record}!");
                CopyDefault(s.Input(field + 1), output, record);
            }
            else if (!TrySet(output, record, text))
            {
                throw Invalid($"Field {field} in record {record} is not a valid {output.DType.TfName()}: {Encoding.UTF8.GetString(text)}");
            }
        }

        private static bool TrySet(Tensor output, int at, ReadOnlySpan<byte> text)
        {
            switch (output.DType)
            {
                case DType.Int32:
                    return NumberText.TryParse(text, out output.Elements<int>()[at]);
                case DType.Int64:
                    return NumberText.TryParse(text, out output.Elements<long>()[at]);
                case DType.Float32:
                    return NumberText.TryParse(text, out output.Elements<float>()[at]);
                case DType.Float64:
                    return NumberText.TryParse(text, out output.Elements<double>()[at]);
                default:
                    output.Strings[at] = text.ToArray();
                    return true;
            }
        }

        private static void CopyDefault(Tensor value, Tensor output, int at)
        {
            if (output.DType == DType.String) output.Strings[at] = value.Strings[0];
            else value.Bytes.CopyTo(output.Bytes[(at * value.DType.ElementSize())..]);
        }
    }
}
