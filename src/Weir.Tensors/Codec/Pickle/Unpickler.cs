using System.Numerics;
using System.Text;
using Weir.Codec.Python;

namespace Weir.Codec.Pickle;

/// <summary>
/// Reads pickles of plain values, protocols 0 to 5: numbers, strings, lists, tuples, dicts, numpy's arrays and scalars. A pickle is a
/// program; this machine knows no function but the few that make numpy arrays, and refuses any other by name before anything happens.
/// </summary>
internal sealed class Unpickler
{
    private readonly PickleReader reader;
    private readonly PickledNumpy numpy;
    private readonly List<PythonValue> stack = [];
    private readonly Stack<int> marks = new();
    private readonly Dictionary<int, PythonValue> memo = [];

    private Unpickler(byte[] bytes, long maxBytes)
    {
        reader = new PickleReader(bytes);
        numpy = new PickledNumpy(reader, maxBytes);
    }

    /// <summary>The value that a pickle describes; arrays are <see cref="PythonTensor"/>. What follows the pickle is not looked at.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: not a whole pickle. UNIMPLEMENTED: it holds other things than plain values.</exception>
    public static PythonValue Load(byte[] bytes, long? maxBytes = null) =>
        new Unpickler(bytes, maxBytes ?? ModelLimits.Default.MaxTensorBytes).Run();

    private PythonValue Run()
    {
        while (true)
        {
            byte code = reader.Byte();
            if (code == '.') return Content(Pop());
            if (!Scalars(code) && !Containers(code) && !Objects(code)) throw reader.Refused($"the opcode 0x{code:x2} is unknown, or not one of plain values");
        }
    }

    private bool Scalars(byte code)
    {
        switch (code)
        {
            case (byte)'N': Push(PythonNone.Instance); break;
            case 0x88: Push(new PythonBool(true)); break;
            case 0x89: Push(new PythonBool(false)); break;
            case (byte)'I' or (byte)'L': Push(reader.LineInteger()); break;
            case (byte)'K': Push(new PythonInt(reader.Byte())); break;
            case (byte)'M': Push(new PythonInt(reader.UInt16())); break;
            case (byte)'J': Push(new PythonInt(reader.Int32())); break;
            case 0x8a: Push(new PythonInt(new BigInteger(reader.Bytes(reader.Byte())))); break;
            case 0x8b: Push(new PythonInt(new BigInteger(reader.Bytes(Math.Min(reader.Length(4), int.MaxValue))))); break;
            case (byte)'F': Push(reader.LineFloat()); break;
            case (byte)'G': Push(new PythonFloat(reader.BigEndianDouble())); break;
            case (byte)'V': Push(new PythonStr(reader.LineText())); break;
            case (byte)'X': Push(new PythonStr(reader.Text(4))); break;
            case 0x8c: Push(new PythonStr(reader.Text(1))); break;
            case 0x8d: Push(new PythonStr(reader.Text(8))); break;
            case (byte)'S': Push(Python2Text(reader.Line())); break;
            case (byte)'T': Push(new PythonStr(Encoding.Latin1.GetString(reader.Bytes(reader.Length(4))))); break;
            case (byte)'U': Push(new PythonStr(Encoding.Latin1.GetString(reader.Bytes(reader.Byte())))); break;
            case (byte)'C': Push(new PythonBytes(reader.Bytes(reader.Byte()).ToArray())); break;
            case (byte)'B': Push(new PythonBytes(reader.Bytes(reader.Length(4)).ToArray())); break;
            case 0x8e or 0x96: Push(new PythonBytes(reader.Bytes(reader.Length(8)).ToArray())); break;
            default: return false;
        }

        return true;
    }

    private bool Containers(byte code)
    {
        switch (code)
        {
            case (byte)'(': marks.Push(stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': Push(Peek()); break;
            case (byte)']': Push(List([])); break;
            case (byte)'l': Push(List(PopToMark())); break;
            case (byte)'a': Items(Pop(1), Peek()); break;
            case (byte)'e': Items(PopToMark(), Peek()); break;
            case (byte)')': Push(Tuple([])); break;
            case (byte)'t': Push(Tuple(PopToMark())); break;
            case 0x85 or 0x86 or 0x87: Push(Tuple(Pop(code - 0x84))); break;
            case (byte)'}': Push(new PythonDict(new List<KeyValuePair<PythonValue, PythonValue>>())); break;
            case (byte)'d':
                List<PythonValue> pairs = PopToMark();
                Push(new PythonDict(new List<KeyValuePair<PythonValue, PythonValue>>()));
                SetItems(pairs);
                break;
            case (byte)'s': SetItems(Pop(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'p': memo[reader.LineNumber()] = Peek(); break;
            case (byte)'q': memo[reader.Byte()] = Peek(); break;
            case (byte)'r': memo[reader.Int32()] = Peek(); break;
            case 0x94: memo[memo.Count] = Peek(); break;
            case (byte)'g': Recall(reader.LineNumber()); break;
            case (byte)'h': Recall(reader.Byte()); break;
            case (byte)'j': Recall(reader.Int32()); break;
            default: return false;
        }

        return true;
    }

    private bool Objects(byte code)
    {
        switch (code)
        {
            case 0x80: reader.Byte(); break;
            case 0x95: reader.Length(8); break;
            case (byte)'c': Push(PickledNumpy.Find(reader.Line(), reader.Line())); break;
            case 0x93:
                List<PythonValue> names = Pop(2);
                if (names is not [PythonStr { Value: var module }, PythonStr { Value: var name }]) throw reader.Refused("a name that is no text");
                Push(PickledNumpy.Find(module, name));
                break;
            case (byte)'R':
                List<PythonValue> call = Pop(2);
                if (call is not [PickledName function, PythonSequence { Items: var arguments }]) throw reader.Refused("a call of something that is no known function");
                Push(numpy.Call(function, [.. arguments]));
                break;
            case (byte)'b':
                PythonValue state = Pop();
                numpy.Build(Peek(), state);
                break;
            default: return false;
        }

        return true;
    }

    private static PythonSequence List(List<PythonValue> items) => new(items, IsTuple: false);

    private static PythonSequence Tuple(List<PythonValue> items) => new(items, IsTuple: true);

    private void Items(List<PythonValue> items, PythonValue list)
    {
        if (list is not PythonSequence { IsTuple: false, Items: List<PythonValue> target }) throw reader.Refused("items for something that is no list");
        target.AddRange(items);
    }

    private void SetItems(List<PythonValue> pairs)
    {
        if (pairs.Count % 2 != 0 || Peek() is not PythonDict { Items: List<KeyValuePair<PythonValue, PythonValue>> target }) throw reader.Refused("items for something that is no dict");
        for (int i = 0; i < pairs.Count; i += 2)
        {
            if (pairs[i] is not (PythonStr or PythonBytes or PythonInt)) throw reader.Refused($"a key of type {pairs[i].TypeName}");
            target.Add(new(pairs[i], pairs[i + 1]));
        }
    }

    private static PythonValue Content(PythonValue value) => value is PickledArray { Content: { } content } ? content : value;

    /// <summary>A string of Python 2, written as its repr.</summary>
    private PythonStr Python2Text(string literal)
    {
        try
        {
            return PythonLiteral.Parse("b" + literal) is PythonBytes bytes ? new PythonStr(Encoding.Latin1.GetString(bytes.Value)) : throw reader.Refused("a broken string");
        }
        catch (FormatException)
        {
            throw reader.Refused("a broken string");
        }
    }

    private void Push(PythonValue value) => stack.Add(value);

    private PythonValue Peek() => stack.Count > Floor ? stack[^1] : throw reader.Refused("an empty stack");

    private int Floor => marks.Count > 0 ? marks.Peek() : 0;

    private PythonValue Pop()
    {
        PythonValue value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private List<PythonValue> Pop(int count)
    {
        if (stack.Count - Floor < count) throw reader.Refused("an empty stack");
        List<PythonValue> values = stack.GetRange(stack.Count - count, count);
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private List<PythonValue> PopToMark()
    {
        if (!marks.TryPop(out int mark)) throw reader.Refused("no mark");
        List<PythonValue> values = stack.GetRange(mark, stack.Count - mark);
        stack.RemoveRange(mark, stack.Count - mark);
        return values;
    }

    private void Recall(int index) => Push(memo.TryGetValue(index, out PythonValue? value) ? value : throw reader.Refused($"nothing is remembered as {index}"));
}
