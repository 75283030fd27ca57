using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;
using Weir.Protos.Serving;

namespace Weir.Predictions;

/// <summary>The examples of a Classify, Regress or MultiInference request as the string vector that graphs parse.</summary>
internal static class ExampleInput
{
    /// <summary>One serialized tf.Example an element. A context comes before each: a parser lets the later value of a feature win.</summary>
    /// <returns>A vector that the caller disposes.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: there are no examples.</exception>
    public static Tensor ToTensor(Input? input)
    {
        RepeatedField<Example> examples = input?.KindCase switch
        {
            Input.KindOneofCase.ExampleList => input.ExampleList.Examples,
            Input.KindOneofCase.ExampleListWithContext => input.ExampleListWithContext.Examples,
            _ => new RepeatedField<Example>(),
        };
        if (examples.Count == 0) throw new TfException(StatusCode.InvalidArgument, "Input is empty.");
        byte[] context = input?.KindCase == Input.KindOneofCase.ExampleListWithContext ? input.ExampleListWithContext.Context?.ToByteArray() ?? [] : [];
        Tensor tensor = Tensor.Allocate(DType.String, Shape.Of(examples.Count));
        for (int i = 0; i < examples.Count; i++)
        {
            byte[] serialized = new byte[context.Length + examples[i].CalculateSize()];
            context.CopyTo(serialized, 0);
            examples[i].WriteTo(serialized.AsSpan(context.Length));
            tensor.Strings[i] = serialized;
        }

        return tensor;
    }
}
