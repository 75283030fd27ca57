using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Weir.Protos;

namespace Weir.Checkpoints.Tests.Corpus;

/// <summary>Compares a tensor with what the corpus says of it.</summary>
internal static class RecordedTensor
{
    public static void AssertEqual(JsonElement recorded, Tensor found, string what)
    {
        Assert.True(PythonName(found.DType) == recorded.GetProperty("dtype").GetString(), $"{what}: dtype {found.DType}");
        long[] shape = [.. recorded.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        Assert.True(found.Shape.Dimensions.SequenceEqual(shape), $"{what}: shape {found.Shape}");
        if (recorded.TryGetProperty("tensor", out JsonElement tensor))
        {
            AssertProto(TensorProto.Parser.ParseFrom(tensor.GetBytesFromBase64()), found, what);
        }
        else if (recorded.TryGetProperty("sha256", out JsonElement hash))
        {
            Assert.True(hash.GetString() == Convert.ToHexStringLower(SHA256.HashData(TensorBytes.Of(found))), $"{what}: other bytes");
        }
        else
        {
            Assert.True(recorded.GetProperty("sha256_of_length_prefixed").GetString() == Hash(found.ToArray<byte[]>()), $"{what}: other strings");
        }
    }

    private static void AssertProto(TensorProto proto, Tensor found, string what)
    {
        if (found.DType == DType.String)
        {
            Assert.Equal(proto.StringVal.Select(value => value.ToByteArray()), found.ToArray<byte[]>());
            return;
        }

        Assert.True(proto.TensorContent.Length == found.ByteCount, $"{what}: the record has {proto.TensorContent.Length} bytes, not {found.ByteCount}");
        Assert.True(proto.TensorContent.Span.SequenceEqual(TensorBytes.Of(found)), $"{what}: other bytes");
    }

    private static string Hash(byte[][] strings)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] length = new byte[sizeof(long)];
        foreach (byte[] text in strings)
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string PythonName(DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Float16 => "float16",
        _ => dtype.TfName(),
    };
}
