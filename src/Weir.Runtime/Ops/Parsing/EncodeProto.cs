using Google.Protobuf;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Serializes protos of a type that is known from its descriptor: one proto for each place of a batch, from a tensor for each field.</summary>
/// <remarks>
/// sizes [batch..., fields] says how many of the values [batch..., n] a field has. Fields are written in the order of their numbers.
/// Source: encode_proto_op.cc, proto_utils.cc.
/// </remarks>
internal sealed class EncodeProto : Op
{
    public override OpDefinition Definition { get; } = "EncodeProto(sizes: int32, values: Tinput_types) -> bytes: string; field_names: list(string); message_type: string; "
        + "descriptor_source: string = \"local://\"; Tinput_types: list(type) >= 1";

    public override void InferShapes(ShapeContext c)
    {
        Shape sizes = c.WithRankAtLeast(0, 1), batch = sizes.HasRank ? sizes.Slice(..^1) : Shape.Unknown;
        for (int i = 1; i < c.InputCount; i++)
        {
            Shape values = c.WithRankAtLeast(i, 1);
            if (values.HasRank) batch = c.Merge(batch, values.Slice(..^1));
        }

        c.Output(0, batch);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tinput_types");
        string type = r.String("message_type");
        ProtoDescriptors descriptors = ProtoDescriptors.Of(r.Bytes("descriptor_source"));
        string[] names = [.. r.ByteStrings("field_names").Select(System.Text.Encoding.UTF8.GetString)];
        return new Write(names, descriptors.Fields(type, names));
    }

    private sealed class Write(string[] names, ProtoField[] fields) : Kernel
    {
        private readonly int[] order = [.. Enumerable.Range(0, fields.Length).OrderBy(i => fields[i].Number)];

        public override void Run(StepContext s)
        {
            s.Require(s.InputCount == fields.Length + 1, "Length of inputs list must match field_names");
            Tensor sizes = s.Input(0);
            ReadOnlySpan<long> batch = s.Input(1).Shape.Dimensions[..^Math.Min(1, s.Input(1).Shape.Rank)];
            for (int i = 0; i < fields.Length; i++)
            {
                Tensor values = s.Input(i + 1);
                s.Require(fields[i].Takes(values.DType), $"Incompatible type for field {names[i]}. Saw dtype: {values.DType.TfName()} but field type is: {fields[i].TypeName}");
                s.Require(values.Shape.Rank >= 2, $"Invalid shape for field {names[i]}. Saw shape {values.Shape} but it should be at least a matrix.");
                s.Require(values.Shape.Dimensions[..^1].SequenceEqual(batch), "Values must match up to the last dimension");
            }

            bool fits = sizes.Shape.Rank == batch.Length + 1 && sizes.Shape.Dimensions[..^1].SequenceEqual(batch) && sizes.Shape[-1] == fields.Length;
            s.Require(fits, $"sizes should be batch_size + [len(field_names)]. Saw: {sizes.Shape}, expected: {Shape.Of([.. batch, fields.Length])}");
            byte[][] messages = s.Output(0, batch).Strings;
            ReadOnlySpan<int> counts = sizes.Elements<int>();
            using MemoryStream memory = new();
            for (int message = 0; message < messages.Length; message++)
            {
                memory.SetLength(0);
                using (CodedOutputStream stream = new(memory, leaveOpen: true))
                {
                    foreach (int i in order)
                    {
                        (int count, int most) = (counts[(message * fields.Length) + i], (int)s.Input(i + 1).Shape[-1]);
                        s.Require(count >= 0 && count <= most, $"Size to write must not be larger than value tensor; but saw: {count} > {most} at message {message} field {i}");
                        fields[i].Write(stream, s.Input(i + 1), message * most, count);
                    }
                }

                s.RequireRoom(memory.Length);
                messages[message] = memory.ToArray();
            }
        }
    }
}
