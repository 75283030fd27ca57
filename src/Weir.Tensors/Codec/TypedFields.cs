using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;
using Complex = System.Numerics.Complex;

namespace Weir.Codec;

/// <summary>The typed fields of a TensorProto: <c>float_val</c>, <c>int_val</c> and the others, one for each family of dtypes.</summary>
internal static unsafe class TypedFields
{
    /// <summary>Fills a tensor from the field of its dtype; other fields do not count.</summary>
    public static void Read(TensorProto proto, Tensor tensor)
    {
        switch (tensor.DType)
        {
            case DType.Float32: Fill(tensor, Span(proto.FloatVal)); break;
            case DType.Float64: Fill(tensor, Span(proto.DoubleVal)); break;
            case DType.Int32 or DType.QInt32: Fill(tensor, Span(proto.IntVal)); break;
            case DType.Int64: Fill(tensor, Span(proto.Int64Val)); break;
            case DType.UInt32: Fill(tensor, Span(proto.Uint32Val)); break;
            case DType.UInt64: Fill(tensor, Span(proto.Uint64Val)); break;
            case DType.Bool: Fill(tensor, Span(proto.BoolVal)); break;
            case DType.Complex64: Fill(tensor, MemoryMarshal.Cast<float, Complex64>(Span(proto.ScomplexVal))); break;
            case DType.Complex128: Fill(tensor, MemoryMarshal.Cast<double, Complex>(Span(proto.DcomplexVal))); break;
            case DType.Float16 or DType.BFloat16: FillLowBits<ushort>(tensor, Span(proto.HalfVal)); break;
            case DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16: FillLowBits<ushort>(tensor, Span(proto.IntVal)); break;
            case DType.Float8E4M3FN or DType.Float8E5M2: Fill(tensor, proto.Float8Val.Span); break;
            case DType.String: FillStrings(tensor.Strings, proto.StringVal); break;
            case DType.Int4 or DType.UInt4:
                FillLowBits<byte>(tensor, Span(proto.IntVal));
                foreach (ref byte bits in tensor.Bytes) bits = HalfByte.Unsigned(bits);
                break;
            default: FillLowBits<byte>(tensor, Span(proto.IntVal)); break;
        }
    }

    /// <summary>Puts every element of a tensor into the field of its dtype.</summary>
    public static void Write(Tensor tensor, TensorProto proto)
    {
        switch (tensor.DType)
        {
            case DType.Float32: Copy(tensor.AsSpan<float>(), proto.FloatVal); break;
            case DType.Float64: Copy(tensor.AsSpan<double>(), proto.DoubleVal); break;
            case DType.Int32 or DType.QInt32: Copy(tensor.AsSpan<int>(), proto.IntVal); break;
            case DType.Int64: Copy(tensor.AsSpan<long>(), proto.Int64Val); break;
            case DType.UInt32: Copy(tensor.AsSpan<uint>(), proto.Uint32Val); break;
            case DType.UInt64: Copy(tensor.AsSpan<ulong>(), proto.Uint64Val); break;
            case DType.Bool: Copy(tensor.AsSpan<bool>(), proto.BoolVal); break;
            case DType.Complex64: Copy(MemoryMarshal.Cast<Complex64, float>(tensor.AsSpan<Complex64>()), proto.ScomplexVal); break;
            case DType.Complex128: Copy(MemoryMarshal.Cast<Complex, double>(tensor.AsSpan<Complex>()), proto.DcomplexVal); break;
            case DType.Float16 or DType.BFloat16: Widen<ushort>(tensor, proto.HalfVal); break;
            case DType.Int8 or DType.QInt8: Widen<sbyte>(tensor, proto.IntVal); break;
            case DType.Int4: proto.IntVal.AddRange(tensor.Bytes.ToArray().Select(bits => (int)HalfByte.Signed(bits))); break;
            case DType.UInt4: proto.IntVal.AddRange(tensor.Bytes.ToArray().Select(bits => (int)HalfByte.Unsigned(bits))); break;
            case DType.Int16 or DType.QInt16: Widen<short>(tensor, proto.IntVal); break;
            case DType.UInt16 or DType.QUInt16: Widen<ushort>(tensor, proto.IntVal); break;
            case DType.Float8E4M3FN or DType.Float8E5M2: proto.Float8Val = ByteString.CopyFrom(tensor.Bytes); break;
            case DType.String:
                proto.StringVal.Capacity = tensor.Strings.Length;
                foreach (byte[] element in tensor.Strings) proto.StringVal.Add(UnsafeByteOperations.UnsafeWrap(element));
                break;
            default: Widen<byte>(tensor, proto.IntVal); break;
        }
    }

    private static ReadOnlySpan<T> Span<T>(RepeatedField<T> field) => UnsafeCollectionOperations.AsSpan(field);

    private static void Fill<T>(Tensor tensor, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        T* elements = (T*)tensor.Data;
        int given = (int)Math.Min(values.Length, tensor.ElementCount);
        values[..given].CopyTo(new Span<T>(elements, given));
        Repeat(elements + given, tensor.ElementCount - given, given == 0 ? default : values[given - 1]);
    }

    private static void FillLowBits<T>(Tensor tensor, ReadOnlySpan<int> values)
        where T : unmanaged
    {
        T* elements = (T*)tensor.Data;
        int given = (int)Math.Min(values.Length, tensor.ElementCount);
        for (int i = 0; i < given; i++)
        {
            int value = values[i];
            elements[i] = *(T*)&value;
        }

        Repeat(elements + given, tensor.ElementCount - given, given == 0 ? default : elements[given - 1]);
    }

    private static void Repeat<T>(T* start, long count, T value)
        where T : unmanaged
    {
        for (long done = 0; done < count;)
        {
            int block = (int)Math.Min(count - done, 1 << 30);
            new Span<T>(start + done, block).Fill(value);
            done += block;
        }
    }

    private static void FillStrings(byte[][] elements, RepeatedField<ByteString> values)
    {
        int given = Math.Min(values.Count, elements.Length);
        for (int i = 0; i < given; i++) elements[i] = values[i].ToByteArray();
        if (given > 0) elements.AsSpan(given).Fill(elements[given - 1]);
    }

    private static void Copy<T>(ReadOnlySpan<T> elements, RepeatedField<T> field)
    {
        UnsafeCollectionOperations.SetCount(field, elements.Length);
        elements.CopyTo(UnsafeCollectionOperations.AsSpan(field));
    }

    private static void Widen<T>(Tensor tensor, RepeatedField<int> field)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int count = (int)tensor.ElementCount;
        UnsafeCollectionOperations.SetCount(field, count);
        Span<int> values = UnsafeCollectionOperations.AsSpan(field);
        T* elements = (T*)tensor.Data;
        for (int i = 0; i < count; i++) values[i] = int.CreateTruncating(elements[i]);
    }
}
