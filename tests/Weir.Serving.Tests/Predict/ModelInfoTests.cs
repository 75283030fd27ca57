using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Json;
using Weir.Protos;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Predictions;

public sealed class ModelInfoTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public void Metadata_has_every_signature()
    {
        GetModelMetadataRequest request = new() { ModelSpec = new ModelSpec { Name = "default_values" }, MetadataField = { "signature_def" } };
        GetModelMetadataResponse response = fixture.Server.GetModelMetadata(request);
        Assert.Equal(("default_values", 123), (response.ModelSpec.Name, response.ModelSpec.Version));
        SignatureDefMap map = response.Metadata["signature_def"].Unpack<SignatureDefMap>();
        Assert.Equal(DataType.DtFloat, map.SignatureDef["serving_default"].Inputs["x"].Dtype);
        Assert.NotEmpty(map.SignatureDef["serving_default"].Defaults);
    }

    [Fact]
    public void Metadata_of_other_fields_is_refused()
    {
        GetModelMetadataRequest request = new();
        Refused("Missing ModelSpec", request);
        request.ModelSpec = new ModelSpec { Name = "half_plus_two" };
        Refused("GetModelMetadataRequest must specify at least one metadata_field", request);
        request.MetadataField.Add("other");
        Refused("Metadata field other is not supported", request);
    }

    [Fact]
    public void A_status_is_of_one_version_or_of_all()
    {
        GetModelStatusRequest request = new() { ModelSpec = new ModelSpec { Name = "default_values", Version = 123 } };
        ModelVersionStatus status = Assert.Single(fixture.Server.GetModelStatus(request).ModelVersionStatus);
        Assert.Equal((123, ModelVersionStatus.Types.State.Available), (status.Version, status.State));
        request.ModelSpec.Version = 5;
        Assert.Equal("Could not find version 5 of model default_values", Assert.Throws<TfException>(() => fixture.Server.GetModelStatus(request)).Message);
        request.ModelSpec = new ModelSpec { Name = "other" };
        Assert.Equal("Could not find any versions of model other", Assert.Throws<TfException>(() => fixture.Server.GetModelStatus(request)).Message);
    }

    [Fact]
    public void Metadata_as_JSON_is_JSON_with_all_signatures()
    {
        GetModelMetadataRequest request = new() { ModelSpec = new ModelSpec { Name = "default_values" }, MetadataField = { "signature_def" } };
        SignatureDefMap map = fixture.Server.GetModelMetadata(request).Metadata["signature_def"].Unpack<SignatureDefMap>();
        ArrayBufferWriter<byte> body = new();
        ModelInfoJson.Write(new ServableId("m", 7), map, body);
        JsonElement json = JsonElement.Parse(Encoding.UTF8.GetString(body.WrittenSpan));
        Assert.Equal("""{"name":"m","signature_name":"","version":"7"}""", Compact(json.GetProperty("model_spec")));
        JsonElement signatures = json.GetProperty("metadata").GetProperty("signature_def").GetProperty("signature_def");
        Assert.Equal(map.SignatureDef.Keys.Order(StringComparer.Ordinal), signatures.EnumerateObject().Select(member => member.Name));
        JsonElement one = signatures.GetProperty("serving_default");
        Assert.Equal(
            """{"dtype":"DT_FLOAT","tensor_shape":{"dim":[{"size":"-1","name":""}],"unknown_rank":false},"name":"serving_default_x:0"}""",
            Compact(one.GetProperty("inputs").GetProperty("x")));
        TensorProto scale = map.SignatureDef["serving_default"].Defaults["scale"];
        Assert.Equal(((DType)scale.Dtype).ProtoName(), one.GetProperty("defaults").GetProperty("scale").GetProperty("dtype").GetString());
    }

    [Fact]
    public void A_status_as_JSON_to_the_byte()
    {
        GetModelStatusResponse response = new();
        response.ModelVersionStatus.Add(new ModelVersionStatus
        {
            Version = 123, State = ModelVersionStatus.Types.State.End, Status = ModelInfo.ToProto(new TfException(StatusCode.DataLoss, "bad \"file\"")),
        });
        ArrayBufferWriter<byte> body = new();
        ModelInfoJson.Write(response, body);
        Assert.Equal(
            "{\n \"model_version_status\": [\n  {\n   \"version\": \"123\",\n   \"state\": \"END\",\n   \"status\": {\n    \"error_code\": \"DATA_LOSS\",\n"
            + "    \"error_message\": \"bad \\\"file\\\"\"\n   }\n  }\n ]\n}\n",
            Encoding.UTF8.GetString(body.WrittenSpan));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private void Refused(string message, GetModelMetadataRequest request) =>
        Assert.Equal(message, Assert.Throws<TfException>(() => fixture.Server.GetModelMetadata(request)).Message);
}
