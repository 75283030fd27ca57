using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir;

/// <summary>One feature of a tf.Example: a list of floats, of integers or of byte strings. Immutable; safe to share between threads.</summary>
/// <remarks>Values become features by themselves: <c>example["x"] = 1.5f; example["ids"] = new long[] { 1, 2 };</c></remarks>
public sealed class TfFeature
{
    private readonly Feature proto;

    internal TfFeature(Feature proto) => this.proto = proto;

    /// <summary>What the feature is a list of.</summary>
    public TfFeatureKind Kind => (TfFeatureKind)proto.KindCase;

    /// <summary>The number of values.</summary>
    public int Count => Kind switch
    {
        TfFeatureKind.Bytes => proto.BytesList.Value.Count,
        TfFeatureKind.Float => proto.FloatList.Value.Count,
        TfFeatureKind.Int64 => proto.Int64List.Value.Count,
        _ => 0,
    };

    /// <summary>A list of floats.</summary>
    /// <param name="values">Copied; may be none.</param>
    public static TfFeature Floats(params ReadOnlySpan<float> values)
    {
        FloatList list = new();
        Fill(list.Value, values);
        return new TfFeature(new Feature { FloatList = list });
    }

    /// <summary>A list of integers.</summary>
    /// <param name="values">Copied; may be none.</param>
    public static TfFeature Int64s(params ReadOnlySpan<long> values)
    {
        Int64List list = new();
        Fill(list.Value, values);
        return new TfFeature(new Feature { Int64List = list });
    }

    /// <summary>A list of byte strings.</summary>
    /// <param name="values">Copied; may be none.</param>
    public static TfFeature Bytes(params ReadOnlySpan<byte[]> values)
    {
        BytesList list = new();
        foreach (byte[] value in values) list.Value.Add(ByteString.CopyFrom(value));
        return new TfFeature(new Feature { BytesList = list });
    }

    /// <summary>A list of byte strings that are texts in UTF-8.</summary>
    /// <param name="values">May be none.</param>
    public static TfFeature Strings(params ReadOnlySpan<string> values)
    {
        BytesList list = new();
        foreach (string value in values) list.Value.Add(ByteString.CopyFromUtf8(value));
        return new TfFeature(new Feature { BytesList = list });
    }

    /// <summary>The floats.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is a list of something else.</exception>
    public ReadOnlySpan<float> AsFloats() => UnsafeCollectionOperations.AsSpan(Require(TfFeatureKind.Float).FloatList.Value);

    /// <summary>The integers.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is a list of something else.</exception>
    public ReadOnlySpan<long> AsInt64s() => UnsafeCollectionOperations.AsSpan(Require(TfFeatureKind.Int64).Int64List.Value);

    /// <summary>One byte string.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is a list of something else.</exception>
    public ReadOnlySpan<byte> AsBytes(int index) => Require(TfFeatureKind.Bytes).BytesList.Value[index].Span;

    /// <summary>The byte strings as texts; what is not UTF-8 becomes U+FFFD.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is a list of something else.</exception>
    public string[] ToStrings()
    {
        string[] texts = new string[Require(TfFeatureKind.Bytes).BytesList.Value.Count];
        for (int i = 0; i < texts.Length; i++) texts[i] = Encoding.UTF8.GetString(AsBytes(i));
        return texts;
    }

    /// <summary>The values as a vector.</summary>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the feature has no kind.</exception>
    public Tensor ToTensor()
    {
        switch (Kind)
        {
            case TfFeatureKind.Float: return Tensor.From(AsFloats());
            case TfFeatureKind.Int64: return Tensor.From(AsInt64s());
            default:
                RepeatedField<ByteString> values = Require(TfFeatureKind.Bytes).BytesList.Value;
                Tensor tensor = Tensor.Allocate(DType.String, [values.Count]);
                for (int i = 0; i < values.Count; i++) tensor.Strings[i] = values[i].ToByteArray();
                return tensor;
        }
    }

    /// <summary>One float.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator TfFeature(float value) => Floats(value);

    /// <summary>Floats.</summary>
    /// <param name="values">Copied.</param>
    public static implicit operator TfFeature(float[] values) => Floats(values);

    /// <summary>One integer.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator TfFeature(long value) => Int64s(value);

    /// <summary>Integers.</summary>
    /// <param name="values">Copied.</param>
    public static implicit operator TfFeature(long[] values) => Int64s(values);

    /// <summary>One text.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator TfFeature(string value) => Strings(value);

    /// <summary>Texts.</summary>
    /// <param name="values">Copied.</param>
    public static implicit operator TfFeature(string[] values) => Strings(values);

    /// <summary>One byte string.</summary>
    /// <param name="value">Copied.</param>
    public static implicit operator TfFeature(byte[] value) => Bytes(value);

    /// <summary>Byte strings.</summary>
    /// <param name="values">Copied.</param>
    public static implicit operator TfFeature(byte[][] values) => Bytes(values);

    /// <summary>The message; not to be changed.</summary>
    internal Feature Proto => proto;

    private static void Fill<T>(RepeatedField<T> field, ReadOnlySpan<T> values)
    {
        UnsafeCollectionOperations.SetCount(field, values.Length);
        values.CopyTo(UnsafeCollectionOperations.AsSpan(field));
    }

    private Feature Require(TfFeatureKind asked) =>
        Kind == asked ? proto : throw new TfException(StatusCode.InvalidArgument, $"The feature is a list of {Kind}, not of {asked}.");
}
