using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>An op that makes each element of its output of the elements at the same place of its inputs, which broadcast if there are two.</summary>
internal interface IElementwiseOp
{
    /// <summary>The loop over floats, to be one of a chain; null: not with these attributes.</summary>
    ElementwiseStep? FloatStep(AttributeList attributes);

    /// <summary>Whether the second input must be a vector as long as the last dimension of the first, of two or more.</summary>
    bool TakesBias => false;
}
