namespace Weir.Core.Tests;

public sealed class StatusCodeTests
{
    [Theory]
    [InlineData(StatusCode.Ok, "OK")]
    [InlineData(StatusCode.InvalidArgument, "INVALID_ARGUMENT")]
    [InlineData(StatusCode.DataLoss, "DATA_LOSS")]
    [InlineData(StatusCode.Unauthenticated, "UNAUTHENTICATED")]
    [InlineData((StatusCode)99, "UNKNOWN")]
    [InlineData((StatusCode)(-1), "UNKNOWN")]
    public void Names_are_canonical(StatusCode code, string name) => Assert.Equal(name, code.CanonicalName());
}
