using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Weir.Codec.NumPy;

/// <summary>Writes a string tensor as numpy saves arrays of Python bytes: a pickle (protocol 3) of an object array.</summary>
internal sealed class ObjectArrayPickle(Stream output)
{
    private const int BatchSize = 1000;

    /// <summary>Python has one object for each byte string of length 0 and 1; a second use refers to the first.</summary>
    private readonly Dictionary<int, int> memoOfShort = [];
    private int memo;

    public void Write(Tensor tensor)
    {
        Text("\u0080\u0003cnumpy.core.multiarray\n_reconstruct\n");
        Put();
        Text("cnumpy\nndarray\n");
        Put();
        Text("K\u0000\u0085");
        Put();
        Bytes([(byte)'b']);
        Text("\u0087");
        Put();
        Text("R");
        Put();
        Text("(K\u0001");
        Tuple(tensor.Shape);
        Text("cnumpy\ndtype\n");
        Put();
        Text("X\u0002\u0000\u0000\u0000O8");
        Put();
        Text("\u0089\u0088\u0087");
        Put();
        Text("R");
        Put();
        Text("(K\u0003X\u0001\u0000\u0000\u0000|");
        Put();
        Text("NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK?t");
        Put();
        Text("b\u0089]");
        Put();
        Items(tensor.Strings);
        Text("t");
        Put();
        Text("b.");
    }

    private void Items(byte[][] items)
    {
        if (items.Length == 1)
        {
            Bytes(items[0]);
            Text("a");
            return;
        }

        foreach (byte[][] batch in items.Chunk(BatchSize))
        {
            Text("(");
            foreach (byte[] item in batch) Bytes(item);
            Text("e");
        }
    }

    private void Bytes(byte[] item)
    {
        int key = item.Length == 0 ? -1 : item[0];
        if (item.Length <= 1 && memoOfShort.TryGetValue(key, out int known))
        {
            Reference('h', 'j', known);
            return;
        }

        if (item.Length <= byte.MaxValue) output.Write([(byte)'C', (byte)item.Length]);
        else Number('B', item.Length);
        output.Write(item);
        if (item.Length <= 1) memoOfShort[key] = memo;
        Put();
    }

    private void Tuple(Shape shape)
    {
        if (shape.Rank > 3) Text("(");
        foreach (long size in shape.Dimensions) Integer(size);
        switch (shape.Rank)
        {
            case 0: Text(")"); return;
            case 1: Text("\u0085"); break;
            case 2: Text("\u0086"); break;
            case 3: Text("\u0087"); break;
            default: Text("t"); break;
        }

        Put();
    }

    private void Integer(long value)
    {
        if (value <= byte.MaxValue) output.Write([(byte)'K', (byte)value]);
        else if (value <= ushort.MaxValue) output.Write([(byte)'M', (byte)value, (byte)(value >> 8)]);
        else if (value <= int.MaxValue) Number('J', (int)value);
        else throw new TfException(StatusCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"A string array of size {value} can not be pickled."));
    }

    private void Put() => Reference('q', 'r', memo++);

    private void Reference(char shortCode, char longCode, int index)
    {
        if (index <= byte.MaxValue) output.Write([(byte)shortCode, (byte)index]);
        else Number(longCode, index);
    }

    private void Number(char code, int value)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)code;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], value);
        output.Write(bytes);
    }

    private void Text(string latin1) => output.Write(Encoding.Latin1.GetBytes(latin1));
}
