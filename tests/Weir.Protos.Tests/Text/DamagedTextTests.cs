using System.Diagnostics;
using CsCheck;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Tests.Text;

/// <summary>Whatever the bytes are: a message, or a TfException, soon.</summary>
public sealed class DamagedTextTests
{
    private static readonly (MessageDescriptor Type, byte[] Text)[] Texts = [.. Corpus.Json("facts/pbtxt/index.json").EnumerateArray()
        .Select(item => (Corpus.Message(item.Text("message")), Corpus.Bytes("facts/pbtxt/" + item.Text("text"))))];

    private static readonly byte[] OddBytes = "{}<>[]:,;\"'\\-+.#/ \n\0\t0x9aefEu"u8.ToArray();

    private static readonly Gen<byte> OddByte = Gen.Int[0, OddBytes.Length - 1].Select(i => OddBytes[i]);

    /// <summary>Changed, removed, doubled and inserted pieces of a recorded text, and pieces of other texts.</summary>
    private static readonly Gen<(MessageDescriptor Type, byte[] Text)> Damaged =
        from original in Gen.Int[0, Texts.Length - 1]
        from edits in Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Int[0, 60], Gen.OneOf(Gen.Byte, OddByte), Gen.Int[0, Texts.Length - 1]).Array[1, 6]
        select (Texts[original].Type, edits.Aggregate(Texts[original].Text, Edit));

    [Fact]
    public void A_damaged_text_is_read_or_refused() => Damaged.Sample(damaged => ReadsOrRefuses(damaged.Type, damaged.Text), iter: 20_000);

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Gen.OneOf(Gen.Byte, OddByte).Array[0, 200].Sample(text => ReadsOrRefuses(SavedModel.Descriptor, text), iter: 20_000);

    [Theory]
    [InlineData("node {", 400_000)]
    [InlineData("node { attr { value { list { func { ", 50_000)]
    [InlineData("\"\" ", 400_000)]
    [InlineData("x", 2_000_000)]
    [InlineData("node {} ", 200_000)]
    [InlineData("versions { bad_consumers: [1", 10_000)]
    [InlineData("#", 2_000_000)]
    [InlineData("\n", 2_000_000)]
    [InlineData("9", 2_000_000)]
    [InlineData("node { name: \"\\", 1)]
    public void A_repeated_piece_takes_linear_time(string piece, int count)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, count)));
        Stopwatch watch = Stopwatch.StartNew();
        ReadsOrRefuses(GraphDef.Descriptor, text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed} for {text.Length} bytes.");
    }

    private static bool ReadsOrRefuses(MessageDescriptor type, byte[] text)
    {
        IMessage message;
        try
        {
            message = TextFormat.Parse(text, type);
        }
        catch (TfException error)
        {
            return error.Code == StatusCode.InvalidArgument && error.Message.Length < 1000;
        }
        byte[] printed = TextFormat.PrintUtf8(message);
        return TextFormat.PrintUtf8(TextFormat.Parse(printed, type)).AsSpan().SequenceEqual(printed);
    }

    private static byte[] Edit(byte[] text, (int Kind, double Place, int Length, byte Value, int Other) edit)
    {
        int at = (int)(edit.Place * text.Length);
        int end = Math.Min(text.Length, at + edit.Length);
        byte[] other = Texts[edit.Other].Text;
        return edit.Kind switch
        {
            0 => [.. text[..at], edit.Value, .. text[Math.Min(at + 1, text.Length)..]],
            1 => [.. text[..at], .. text[end..]],
            2 => [.. text[..end], .. text[at..]],
            3 => [.. text[..at], edit.Value, .. text[at..]],
            4 => text[..at],
            _ => [.. text[..at], .. other[..Math.Min(other.Length, 4 * edit.Length)], .. text[at..]],
        };
    }
}
