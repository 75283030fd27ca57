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
        int rows = 0, arrays = 0;
        foreach (JsonElement row in Corpus.Rows("cli/expressions.jsonl.gz"))
        {
            rows++;
            string text = row.GetProperty("expr").GetString()!;
            JsonElement expected = row.GetProperty("literal_eval");
            try
            {
                arrays += Compare(text, expected, wrong) ? 1 : 0;
            }
            catch (TfException e)
            {
                if (!Error(expected, out string? message)) wrong.Add($"{text}: {e.Message}");
                else if (message is not null && e.Message != message) wrong.Add($"{text}: {e.Message}, not {message}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(30)));
        Assert.Equal(381, rows);
        Assert.Equal(74, arrays);
    }

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
            catch (TfException e) when (e.Code == StatusCode.InvalidArgument)
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

        if (value.TypeName != expected.GetProperty("type").GetString()) wrong.Add($"{text}: type {value.TypeName}");
        if (type.Name != expected.GetProperty("dtype").GetString()) wrong.Add($"{text}: dtype {type.Name}, not {expected.GetProperty("dtype")}");
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
