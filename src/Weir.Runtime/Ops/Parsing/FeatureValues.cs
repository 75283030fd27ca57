using System.Runtime.InteropServices;

namespace Weir.Ops;

/// <summary>The values of one feature, collected from the lists of tf.Features. Its memory is kept from run to run.</summary>
internal abstract class FeatureValues
{
    /// <summary>Memory for more elements than this goes with the run that needed it.</summary>
    protected const int MaxKept = 1 << 20;

    /// <summary>How many values were read since <see cref="Clear"/>.</summary>
    public int Count { get; protected set; }

    public static FeatureValues Of(DType dtype) => dtype switch
    {
        DType.Float32 => new FloatValues(),
        DType.Int64 => new Int64Values(),
        _ => new BytesValues(),
    };

    /// <summary>The .NET-free name that TensorFlow's messages have for a list of this kind.</summary>
    public static string KindName(DType dtype) => dtype switch
    {
        DType.Float32 => "float",
        DType.Int64 => "int64",
        _ => "bytes",
    };

    /// <summary>Appends the values of a serialized FloatList, Int64List or BytesList that stands behind its length.</summary>
    /// <returns>Whether the bytes are such a list. What was read before the error stays.</returns>
    public abstract bool TryRead(ref WireCursor cursor);

    /// <summary>Copies values into the elements of a tensor.</summary>
    public abstract void CopyTo(int start, int count, Tensor output, long at);

    /// <summary>Forgets the values.</summary>
    public abstract void Clear();

    /// <summary>Fills elements of a tensor with one element of another.</summary>
    public abstract void Fill(Tensor output, long at, long count, Tensor value);

    /// <summary>Copies a whole tensor to a place in another.</summary>
    public abstract void CopyDefault(Tensor value, Tensor output, long at);
}

/// <summary>What values of all three kinds share.</summary>
internal abstract class FeatureValues<T> : FeatureValues
{
    private T[] items = [];

    public override void CopyTo(int start, int count, Tensor output, long at) =>
        items.AsSpan(start, count).CopyTo(MovedElements.Of<T>(output)[(int)at..]);

    public override void Clear()
    {
        if (items.Length > MaxKept) items = [];
        else if (!typeof(T).IsValueType) items.AsSpan(0, Count).Clear();
        Count = 0;
    }

    public override void Fill(Tensor output, long at, long count, Tensor value) =>
        MovedElements.Of<T>(output).Slice((int)at, (int)count).Fill(MovedElements.Of<T>(value)[0]);

    public override void CopyDefault(Tensor value, Tensor output, long at) =>
        MovedElements.Of<T>(value).CopyTo(MovedElements.Of<T>(output)[(int)at..]);

    /// <summary>Room for values at the end, which are not values yet.</summary>
    protected Span<T> Reserve(int count)
    {
        if (items.Length - Count < count) Array.Resize(ref items, (int)Math.Min(Array.MaxLength, Math.Max(16, Math.Max(items.Length * 2L, (long)Count + count))));
        return items.AsSpan(Count, count);
    }

    /// <summary>Room at the end for values that are written at once.</summary>
    protected Span<T> Append(int count)
    {
        Span<T> room = Reserve(count);
        Count += count;
        return room;
    }

    protected void Append(T value)
    {
        if (Count < items.Length) items[Count++] = value;
        else Append(1)[0] = value;
    }
}

/// <summary>A FloatList: packed, or a field for each value.</summary>
internal sealed class FloatValues : FeatureValues<float>
{
    public override bool TryRead(ref WireCursor cursor)
    {
        if (!cursor.TryEnter(out int outer)) return false;
        if (cursor.TryTake(WireCursor.Delimited(1)))
        {
            if (!cursor.TryReadLength(out int length) || length < 0) return false;
            ReadOnlySpan<byte> packed = cursor.Take(length - (length % sizeof(float)));
            if (packed.Length < length - (length % sizeof(float))) return false;
            Span<float> values = Append(packed.Length / sizeof(float));
            packed.CopyTo(MemoryMarshal.AsBytes(values));
        }
        else
        {
            while (!cursor.IsAtEnd)
            {
                if (!cursor.TryTake(WireCursor.Fixed32(1)) || !cursor.TryReadFixed32(out uint bits)) return false;
                Append(BitConverter.UInt32BitsToSingle(bits));
            }
        }

        cursor.Leave(outer);
        return true;
    }
}

/// <summary>An Int64List: packed, or a field for each value.</summary>
internal sealed class Int64Values : FeatureValues<long>
{
    /// <summary>A number takes at least a byte; room is made piece by piece all the same, for it is eight times as large.</summary>
    private const int Piece = 1024;

    public override bool TryRead(ref WireCursor cursor)
    {
        if (!cursor.TryEnter(out int outer)) return false;
        if (cursor.TryTake(WireCursor.Delimited(1)))
        {
            if (!cursor.TryEnter(out int list)) return false;
            while (!cursor.IsAtEnd)
            {
                bool isRead = cursor.TryReadVarints(Reserve(Math.Min(Piece, cursor.End - cursor.At)), out int count);
                Count += count;
                if (!isRead) return false;
            }

            cursor.Leave(list);
        }
        else
        {
            while (!cursor.IsAtEnd)
            {
                if (!cursor.TryTake(WireCursor.Varint(1)) || !cursor.TryReadVarint(out ulong value)) return false;
                Append((long)value);
            }
        }

        cursor.Leave(outer);
        return true;
    }
}

/// <summary>A BytesList.</summary>
internal sealed class BytesValues : FeatureValues<byte[]>
{
    public override bool TryRead(ref WireCursor cursor)
    {
        if (!cursor.TryEnter(out int outer)) return false;
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryTake(WireCursor.Delimited(1)) || !cursor.TryReadBytes(out ReadOnlySpan<byte> value)) return false;
            Append(value.ToArray());
        }

        cursor.Leave(outer);
        return true;
    }
}
