using Google.Protobuf.Reflection;
using Weir.Protos.Serving;

namespace Weir.Protos.Text;

/// <summary>Every message of this assembly. The files listed are those that no other file imports; their imports come with them.</summary>
internal static class MessageCatalogue
{
    public static TypeRegistry Registry { get; } = TypeRegistry.FromFiles(Roots());

    public static FileDescriptor[] Roots() =>
    [
        Google.Protobuf.WellKnownTypes.AnyReflection.Descriptor,
        Google.Protobuf.WellKnownTypes.StructReflection.Descriptor,
        CheckpointStateReflection.Descriptor,
        CompositeTensorVariantReflection.Descriptor,
        ControlFlowReflection.Descriptor,
        DebugEventReflection.Descriptor,
        DebuggerEventMetadataReflection.Descriptor,
        EventReflection.Descriptor,
        FingerprintReflection.Descriptor,
        GetModelMetadataReflection.Descriptor,
        GetModelStatusReflection.Descriptor,
        ModelManagementReflection.Descriptor,
        MonitoringConfigReflection.Descriptor,
        PlatformConfigReflection.Descriptor,
        PredictionLogReflection.Descriptor,
        QueueRunnerReflection.Descriptor,
        ReaderBaseReflection.Descriptor,
        RemoteOpConfigRewriterReflection.Descriptor,
        SavedModelBundleSourceAdapterReflection.Descriptor,
        SavedModelReflection.Descriptor,
        SavedTensorSliceReflection.Descriptor,
        SerializedInputReflection.Descriptor,
        SslConfigReflection.Descriptor,
        StaticStoragePathSourceReflection.Descriptor,
        TensorBundleReflection.Descriptor,
        ThreadPoolFactoryConfigReflection.Descriptor,
        XplaneReflection.Descriptor,
    ];
}
