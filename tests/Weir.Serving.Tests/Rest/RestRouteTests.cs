namespace Weir.Rest;

public sealed class RestRouteTests
{
    [Theory]
    [InlineData("POST", "/v1/models/m:predict", "predict m")]
    [InlineData("POST", "/V1/Models/m%20n/versions/0012:regress", "regress m n 12")]
    [InlineData("POST", "/v1/models/m/labels/st%61ble:classify", "classify m stable")]
    [InlineData("GET", "/v1/models/m", "status m")]
    [InlineData("GET", "/v1/models", "status ")]
    [InlineData("GET", "/v1/models/m/versions/9223372036854775807/metadata", "metadata m 9223372036854775807")]
    [InlineData("GET", "/v1/models/m/labels/l/metadata", "metadata m l")]
    public void Routes_are_read(string method, string target, string expected)
    {
        RestRoute route = RestRoute.Read(method, target)!;
        string version = route.Spec.Version is { } number ? $" {number}" : route.Spec.VersionLabel.Length > 0 ? $" {route.Spec.VersionLabel}" : "";
        Assert.Equal(expected, $"{route.Verb} {route.Spec.Name}{version}");
    }

    [Theory]
    [InlineData("POST", "/v1/models/m:PREDICT")]
    [InlineData("POST", "/v1/models/m:predict?x=1")]
    [InlineData("POST", "/v1/models/m:predict/")]
    [InlineData("POST", "/v1/models/m")]
    [InlineData("GET", "/v1/models/m:predict")]
    [InlineData("GET", "/v1/models/m/versions/x")]
    [InlineData("PUT", "/v1/models/m")]
    [InlineData("get", "/v1/models/m")]
    public void Others_are_none(string method, string target) => Assert.Null(RestRoute.Read(method, target));

    [Fact]
    public void A_version_that_does_not_fit_is_no_number() =>
        Assert.Throws<FormatException>(() => RestRoute.Read("GET", "/v1/models/m/versions/9223372036854775808"));
}
