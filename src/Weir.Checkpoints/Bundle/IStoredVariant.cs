using Weir.Protos;

namespace Weir.Bundles;

/// <summary>The value of a variant that can be saved.</summary>
internal interface IStoredVariant
{
    VariantTensorDataProto ToProto();
}
