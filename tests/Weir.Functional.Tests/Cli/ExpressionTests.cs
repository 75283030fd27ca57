using System.Text.Json;
using CsCheck;
using Weir.Cli.Expressions;
using Weir.Codec.Python;
using Weir.Tests;

namespace Weir.Cli;

public class ExpressionTests
{
    [Fact]
    public void Literals_give_the_arrays_that_numpy_gives()
    {
        List<string> wrong = [];
        int rows = 0, arrays = 0, computed = 0;
        foreach (JsonElement row in Corpus.Rows("cli/expressions.jsonl.gz"))
        {
            rows++;
            string text = row.GetProperty("expr").GetString()!;
            JsonElement literal = row.GetProperty("literal_eval"), evaluated = row.GetProperty("eval");
            bool isLiteral = !literal.TryGetProperty("error", out _);
            try
            {
                if (isLiteral) arrays += Compare(text, literal, wrong) ? 1 : 0;
                else computed += Compare(text, evaluated, wrong) ? 1 : 0;
            }
            catch (TfException e)
            {
                // What Weir does not compute it refuses as no literal, in the words of TensorFlow 2.15.
                bool isExpected = Error(literal, out string? message) && (message is null || e.Message == message || Error(evaluated, out _));
                if (!isExpected) wrong.Add($"{text}: {e.Message}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(30)));
        Assert.Equal((381, 74), (rows, arrays));
        Assert.InRange(computed, 150, 230);
    }

    /// <summary>Each ends at once, whatever it asks for.</summary>
    [Theory]
    [InlineData("np.ones((100000,100000))")]
    [InlineData("np.zeros(2**62)")]
    [InlineData("np.tile([1,2],10**12)")]
    [InlineData("np.repeat([1,2],10**18)")]
    [InlineData("9**9**9")]
    [InlineData("1<<100000")]
    [InlineData("'a'*10**12")]
    [InlineData("[0]*10**12")]
    [InlineData("['a'*1000000 for x in range(1000000)]")]
    [InlineData("[9**99999 for x in range(1000000)]")]
    [InlineData("range(10**15)")]
    [InlineData("[[x for x in range(100000)] for y in range(100000)]")]
    [InlineData("np.arange(0,1e300)")]
    [InlineData("np.arange(1,2,0)")]
    [InlineData("np.linspace(0,1,10**10)")]
    [InlineData("np.eye(10**6)")]
    [InlineData("np.ones((1000,1000))@np.ones((1000,1000))")]
    [InlineData("np.ones((10000,1))+np.ones((1,10000))")]
    [InlineData("np.array([1],ndmin=10**9)")]
    [InlineData("np.load('x.npy')")]
    [InlineData("__import__('os').system('true')")]
    [InlineData("().__class__.__bases__")]
    [InlineData("open('x')")]
    [InlineData("np.ones.__globals__")]
    [InlineData("(lambda: 1)()")]
    [InlineData("[][0]")]
    [InlineData("np.ones(3)[5]")]
    [InlineData("np.ones((2,3)).reshape(4)")]
    [InlineData("np.concatenate([])")]
    [InlineData("np.stack([[1],[2]],axis=7)")]
    [InlineData("np.transpose([[1]],(0,5))")]
    [InlineData("1/0")]
    [InlineData("range(1,2,0)")]
    [InlineData("np.max([])")]
    public void Expressions_that_ask_for_too_much_or_too_little_are_errors(string text) =>
        Assert.Contains(Assert.Throws<TfException>(() => InputExpression.Parse(text)).Code, new[] { StatusCode.InvalidArgument, StatusCode.ResourceExhausted });

    [Fact]
    public void Any_text_is_a_literal_or_an_error()
    {
        string[] seeds = [.. Corpus.Rows("cli/expressions.jsonl.gz").Select(r => r.GetProperty("expr").GetString()!)];
        const string Alphabet = "0123456789abefjnorux+-.,:'\"\\[](){}_# \n\tTrueé€";
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 60], Gen.Char[Alphabet], Gen.Int[0, 2]).Array[1, 3].Sample(changes =>
        {
            string text = seeds[changes[0].Item1];
            foreach ((_, int at, char c, int kind) in changes)
            {
                int position = Math.Min(at, text.Length);
                text = kind == 0 ? text.Insert(position, c.ToString()) : kind == 1 ? text[..position] : text[position..] + c;
            }

            try
            {
                InputExpression.ToArray(InputExpression.Parse(text)).Tensor?.Dispose();
            }
            catch (TfException e) when (e.Code is StatusCode.InvalidArgument or StatusCode.ResourceExhausted)
            {
            }
        }, iter: 50_000);
    }

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("(", 10_000)]
    [InlineData("-", 10_000)]
    [InlineData("{", 10_000)]
    [InlineData("9", 1_000_000)]
    [InlineData("0x9", 1_000_000)]
    public void Deep_and_long_texts_are_refused_at_once(string part, int count) =>
        Assert.Throws<TfException>(() => InputExpression.Parse(string.Concat(Enumerable.Repeat(part, count))));

    [Theory]
    [InlineData("300", DType.Int8, "44")]
    [InlineData("[1.7, True]", DType.Int32, "[1 1]")]
    [InlineData("2147483648", DType.Int32, "-2147483648")]
    [InlineData("['1', None]", DType.Float32, "[ 1. nan]")]
    [InlineData("[b'a', 'é']", DType.String, "[b'a' b'\\xc3\\xa9']")]
    public void Values_are_cast_as_numpy_casts_them(string text, DType dtype, string printed)
    {
        using Tensor tensor = InputExpression.ToTensor(InputExpression.Parse(text), dtype);
        Assert.Equal(printed, tensor.ToString());
    }

    private static bool Compare(string text, JsonElement expected, List<string> wrong)
    {
        // A ';' splits before parsing: the part after it has no '='.
        if (text.Contains(';', StringComparison.Ordinal)) throw new TfException(StatusCode.InvalidArgument, "not enough values to unpack (expected 2, got 1)");
        PythonValue value = InputExpression.Parse(text);
        (NumpyType type, Tensor? got) = InputExpression.ToArray(value);
        if (Error(expected, out _))
        {
            wrong.Add($"{text}: no error");
            return false;
        }

        bool isText = type.DType == DType.String && expected.GetProperty("dtype").GetString()![1] is 'U' or 'S';
        if (type.Name != expected.GetProperty("dtype").GetString() && !isText) wrong.Add($"{text}: dtype {type.Name}, not {expected.GetProperty("dtype")}");
        if (!expected.TryGetProperty("npy", out JsonElement npy) || got is null) return false;
        using Tensor want = Npy.Read(new MemoryStream(npy.GetBytesFromBase64()));
        if (!got.Shape.Equals(want.Shape)) wrong.Add($"{text}: shape {got.Shape}");
        else if (got.DType == DType.String ? !got.ToArray<byte[]>().Zip(want.ToArray<byte[]>()).All(p => p.First.SequenceEqual(p.Second)) : got.ToString() != want.ToString())
        {
            wrong.Add($"{text}: {got}, not {want}");
        }

        return true;
    }

    private static bool Error(JsonElement expected, out string? message)
    {
        bool isError = expected.TryGetProperty("error", out JsonElement e) || expected.TryGetProperty("asarray_error", out e);
        message = isError ? e.GetProperty("message").GetString() : null;
        return isError;
    }
}
