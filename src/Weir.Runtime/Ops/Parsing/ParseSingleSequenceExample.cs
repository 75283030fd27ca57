using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>Parses one serialized tf.SequenceExample into tensors, sparse or dense.</summary>
/// <remarks>The oldest of these ops: it makes messages, and is as strict as they are. Source: example_parsing_ops.cc.</remarks>
internal sealed class ParseSingleSequenceExample : Op
{
    public override OpDefinition Definition { get; } = "ParseSingleSequenceExample(serialized: string, feature_list_dense_missing_assumed_empty: string, context_sparse_keys: Ncontext_sparse * string, "
        + "context_dense_keys: Ncontext_dense * string, feature_list_sparse_keys: Nfeature_list_sparse * string, "
        + "feature_list_dense_keys: Nfeature_list_dense * string, "
        + "context_dense_defaults: Tcontext_dense, debug_name: string) -> context_sparse_indices: Ncontext_sparse * int64, "
        + "context_sparse_values: context_sparse_types, "
        + "context_sparse_shapes: Ncontext_sparse * int64, context_dense_values: Tcontext_dense, feature_list_sparse_indices: Nfeature_list_sparse * int64, "
        + "feature_list_sparse_values: feature_list_sparse_types, feature_list_sparse_shapes: Nfeature_list_sparse * int64, feature_list_dense_values: feature_list_dense_types; "
        + "Ncontext_sparse: int >= 0 = 0; Ncontext_dense: int >= 0 = 0; Nfeature_list_sparse: int >= 0 = 0; Nfeature_list_dense: int >= 0 = 0; "
        + "context_sparse_types: list({float, int64, string}) = []; Tcontext_dense: list({float, int64, string}) = []; "
        + "feature_list_dense_types: list({float, int64, string}) = []; context_dense_shapes: list(shape) = []; "
        + "feature_list_sparse_types: list({float, int64, string}) = []; "
        + "feature_list_dense_shapes: list(shape) = []";

    public override void InferShapes(ShapeContext c) => SequenceLayout.InferShapes(c, c.WithRank(0, 0), hasRagged: false, hasLengths: false);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Ncontext_sparse", "Ncontext_dense", "Nfeature_list_sparse", "Nfeature_list_dense");
        return new Parse(SequenceLayout.Of(r, hasRagged: false));
    }

    private sealed class Parse(SequenceLayout layout) : Kernel
    {
        private const int FirstKey = 2;
        private readonly int firstDefault = FirstKey + layout.Context.Length + layout.Lists.Length;

        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"Expected serialized to be a scalar, got shape: {s.Input(0).Shape}");
            s.Require(s.Input(1).Shape.Rank == 1, $"Expected feature_list_dense_missing_assumed_empty to be a vector, got shape: {s.Input(1).Shape}");
            for (int i = FirstKey; i < firstDefault; i++) s.Require(s.Input(i).ElementCount == 1, $"Expected a key to be a scalar, got shape: {s.Input(i).Shape}");
            Tensor debug = s.Input(firstDefault + layout.ContextDense.Length);
            string name = debug.ElementCount > 0 ? Encoding.UTF8.GetString(debug.Strings[0]) : "<unknown>";
            SequenceExample example = Read(s.Input(0).Strings[0]);
            int output = WriteContext(s, example, name);
            WriteLists(s, example, name, output);
        }

        private static SequenceExample Read(byte[] serialized)
        {
            try
            {
                return SequenceExample.Parser.ParseFrom(serialized);
            }
            catch (InvalidProtocolBufferException e)
            {
                throw Invalid($"Could not parse example input, value: '{Encoding.UTF8.GetString(serialized)}'", e);
            }
        }

        private int WriteContext(StepContext s, SequenceExample example, string name)
        {
            int sparse = layout.ContextSparse.Length;
            for (int i = 0; i < sparse; i++)
            {
                string key = Key(s, FirstKey + i);
                Feature? feature = Find(example.Context?.Feature, key);
                if (feature is not null && FeatureMessage.KindOf(feature) != layout.ContextSparse[i].DType)
                {
                    throw WrongKind($"Name: {name}, Context feature: {key}", layout.ContextSparse[i], feature);
                }

                int count = feature is null ? 0 : FeatureMessage.CountOf(feature);
                Span<long> indices = s.Output(i, count, 1).Elements<long>();
                for (int j = 0; j < count; j++) indices[j] = j;
                if (feature is not null) FeatureMessage.CopyTo(feature, s.Output(sparse + i, count), 0);
                else s.Output(sparse + i, 0);
                s.Output((2 * sparse) + i, 1).Elements<long>()[0] = count;
            }

            for (int d = 0; d < layout.ContextDense.Length; d++) WriteDense(s, example, name, d, (3 * sparse) + d);
            return (3 * sparse) + layout.ContextDense.Length;
        }

        private void WriteDense(StepContext s, SequenceExample example, string name, int d, int output)
        {
            FeatureSpec spec = layout.ContextDense[d];
            string key = Key(s, FirstKey + layout.ContextSparse.Length + d);
            Tensor value = s.Input(firstDefault + d);
            s.Require(spec.Form == FeatureForm.Dense, $"context_dense_shapes[{d}] is not fully defined: {spec.ExampleShape}");
            Feature? feature = Find(example.Context?.Feature, key);
            if (feature is null)
            {
                s.Require(value.ElementCount > 0, $"Name: {name}, Context feature '{key}' is required but could not be found.");
                s.Require(value.Shape.Equals(spec.ExampleShape), $"def_value[{d}].shape() == {value.Shape} != context_dense_shapes_[{d}] == {spec.ExampleShape}");
                s.Forward(firstDefault + d, output);
                return;
            }

            if (FeatureMessage.KindOf(feature) != spec.DType) throw WrongKind($"Name: {name}, Context feature: {key}", spec, feature);
            CheckCount(feature, spec, name, key, 0);
            FeatureMessage.CopyTo(feature, s.Output(output, spec.ExampleShape.Dimensions), 0);
        }

        private void WriteLists(StepContext s, SequenceExample example, string name, int output)
        {
            int sparse = layout.ListSparse.Length;
            int firstKey = FirstKey + layout.Context.Length;
            for (int i = 0; i < sparse; i++)
            {
                string key = Key(s, firstKey + i);
                Google.Protobuf.Collections.RepeatedField<Feature> steps = Steps(example, key) ?? [];
                for (int step = 0; step < steps.Count; step++)
                {
                    if (steps[step].KindCase != Feature.KindOneofCase.None && FeatureMessage.KindOf(steps[step]) != layout.ListSparse[i].DType)
                    {
                        throw WrongKind($"Name: {name}, Feature List: {key}, Index: {step}", layout.ListSparse[i], steps[step]);
                    }
                }

                WriteSparse(s, steps, output + i, sparse);
            }

            HashSet<byte[]> optional = new(s.Input(1).Strings, ByteStringComparer.Instance);
            for (int d = 0; d < layout.ListDense.Length; d++)
            {
                FeatureSpec spec = layout.ListDense[d];
                byte[] bytes = s.Input(firstKey + sparse + d).Strings[0];
                string key = Encoding.UTF8.GetString(bytes);
                Google.Protobuf.Collections.RepeatedField<Feature>? steps = Steps(example, key);
                s.Require(steps is not null || optional.Contains(bytes), $"Name: {name}, Feature list '{key}' is required but could not be found.  "
                    + $"Did you mean to include it in feature_list_dense_missing_assumed_empty or feature_list_dense_defaults?");
                Tensor tensor = s.Output(output + (3 * sparse) + d, [steps?.Count ?? 0, .. spec.ExampleShape.Dimensions]);
                for (int step = 0; step < (steps?.Count ?? 0); step++)
                {
                    if (FeatureMessage.KindOf(steps![step]) != spec.DType)
                    {
                        throw WrongKind($"Name: {name}, Feature list: {key}, Index: {step}", spec, steps[step]);
                    }

                    CheckCount(steps[step], spec, name, key, step);
                    FeatureMessage.CopyTo(steps[step], tensor, step * spec.Stride);
                }
            }
        }

        private static void WriteSparse(StepContext s, Google.Protobuf.Collections.RepeatedField<Feature> steps, int output, int stride)
        {
            int total = steps.Sum(FeatureMessage.CountOf);
            Span<long> indices = s.Output(output, total, 2).Elements<long>();
            Tensor values = s.Output(output + stride, total);
            int at = 0, longest = 0;
            for (int step = 0; step < steps.Count; step++)
            {
                int count = FeatureMessage.CountOf(steps[step]);
                for (int i = 0; i < count; i++) (indices[2 * (at + i)], indices[(2 * (at + i)) + 1]) = (step, i);
                FeatureMessage.CopyTo(steps[step], values, at);
                at += count;
                longest = Math.Max(longest, count);
            }

            Span<long> shape = s.Output(output + (2 * stride), 2).Elements<long>();
            (shape[0], shape[1]) = (steps.Count, longest);
        }

        private static void CheckCount(Feature feature, FeatureSpec spec, string name, string key, int index)
        {
            int count = FeatureMessage.CountOf(feature);
            if (count == spec.Stride) return;
            throw Invalid(spec.DType == DType.String
                ? $"Name: {name}, Key {key}, Index: {index}.  Number of bytes values != expected.  Values size: {count} but output shape: {spec.ExampleShape}"
                : $"Name: {name}, Key: {key}, Index: {index}.  Number of {FeatureValues.KindName(spec.DType)} values != expected.  values size: {count} but output shape: {spec.ExampleShape}");
        }

        private static string Key(StepContext s, int input) => Encoding.UTF8.GetString(s.Input(input).Strings[0]);

        /// <summary>A feature of the context; one without a kind counts as missing.</summary>
        private static Feature? Find(Google.Protobuf.Collections.MapField<string, Feature>? features, string key) =>
            features is not null && features.TryGetValue(key, out Feature? feature) && feature.KindCase != Feature.KindOneofCase.None ? feature : null;

        private static Google.Protobuf.Collections.RepeatedField<Feature>? Steps(SequenceExample example, string key) =>
            example.FeatureLists is { } lists && lists.FeatureList.TryGetValue(key, out FeatureList? list) ? list.Feature : null;

        private static TfException WrongKind(string where, FeatureSpec spec, Feature feature) =>
            Invalid($"{where}.  Data types don't match. Expected type: {spec.DType.TfName()}  Feature is: {TextFormat.Print(feature)}\n");

        private static TfException Invalid(string message, Exception? cause = null) => new(StatusCode.InvalidArgument, message, cause);
    }
}

/// <summary>The values of a tf.Feature that is a message.</summary>
internal static class FeatureMessage
{
    public static DType KindOf(Feature feature) => feature.KindCase switch
    {
        Feature.KindOneofCase.FloatList => DType.Float32,
        Feature.KindOneofCase.Int64List => DType.Int64,
        Feature.KindOneofCase.BytesList => DType.String,
        _ => DType.Invalid,
    };

    public static int CountOf(Feature feature) => feature.KindCase switch
    {
        Feature.KindOneofCase.FloatList => feature.FloatList.Value.Count,
        Feature.KindOneofCase.Int64List => feature.Int64List.Value.Count,
        Feature.KindOneofCase.BytesList => feature.BytesList.Value.Count,
        _ => 0,
    };

    /// <summary>Copies the values to a place in a tensor of their dtype.</summary>
    public static void CopyTo(Feature feature, Tensor tensor, long at)
    {
        for (int i = 0; i < CountOf(feature); i++)
        {
            int place = checked((int)at + i);
            if (tensor.DType == DType.Float32) tensor.Elements<float>()[place] = feature.FloatList.Value[i];
            else if (tensor.DType == DType.Int64) tensor.Elements<long>()[place] = feature.Int64List.Value[i];
            else tensor.Strings[place] = feature.BytesList.Value[i].ToByteArray();
        }
    }
}
