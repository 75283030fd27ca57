using Google.Protobuf;
using Weir.Protos.Serving;

namespace Weir;

/// <summary>Bytes that are no message, as clients send them and files have them.</summary>
public sealed class MessageBytesTests
{
    /// <summary>A ModelSpec whose version, a wrapped number, is cut off after its length or its tag, or is longer than it says.</summary>
    [Theory]
    [InlineData("1202")]
    [InlineData("120208")]
    [InlineData("12020880")]
    [InlineData("120108")]
    [InlineData("1205080a")]
    [InlineData("0a05")]
    [InlineData("ff")]
    public void A_cut_message_is_an_invalid_argument(string bytes)
    {
        TfException error = Assert.Throws<TfException>(() => MessageBytes.Parse(ModelSpec.Parser, Convert.FromHexString(bytes)));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
    }

    /// <summary>Cut anywhere, a request is a shorter request or no request; nothing else is thrown.</summary>
    [Fact]
    public void A_request_cut_anywhere_is_parsed_or_refused()
    {
        PredictRequest request = new() { ModelSpec = new ModelSpec { Name = "m", Version = 300, SignatureName = "s" }, OutputFilter = { "y" } };
        byte[] bytes = request.ToByteArray();
        Assert.Equal(request, MessageBytes.Parse(PredictRequest.Parser, bytes));
        int refused = 0;
        for (int length = 0; length < bytes.Length; length++)
        {
            if (Record.Exception(() => MessageBytes.Parse(PredictRequest.Parser, bytes.AsMemory(0, length))) is not { } error) continue;
            Assert.Equal(StatusCode.InvalidArgument, Assert.IsType<TfException>(error).Code);
            refused++;
        }

        Assert.InRange(refused, 1, bytes.Length - 2);
    }

    /// <summary>An Any that holds such bytes is printed as it is.</summary>
    [Fact]
    public void A_text_shows_a_cut_message_inside_of_another_as_bytes()
    {
        Google.Protobuf.WellKnownTypes.Any any = new() { TypeUrl = "type.googleapis.com/tensorflow.serving.ModelSpec", Value = ByteString.CopyFrom(0x12, 0x02, 0x08) };
        Assert.Contains("value:", TextFormat.Print(any), StringComparison.Ordinal);
    }
}
