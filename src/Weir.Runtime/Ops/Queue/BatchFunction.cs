using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls a function once for several runs: their inputs are joined along the first dimension, and each gets its rows of what comes out.</summary>
/// <remarks>
/// The first run of a batch waits for others, for so long or until the batch is full, and then computes for all of them. What
/// <c>low_priority_*</c> attributes say is for requests with priorities, which runs do not have. Source: batch_kernels.cc.
/// </remarks>
internal sealed class BatchFunction : Op, IBatchedCallOp
{
    public override OpDefinition Definition { get; } = "BatchFunction(in_tensors: Tin, captured_tensors: Tcaptured) -> out_tensors: Tout; f: func; num_batch_threads: int; "
        + "max_batch_size: int; batch_timeout_micros: int; max_enqueued_batches: int = 10; allowed_batch_sizes: list(int) = []; container: string = \"\"; "
        + "shared_name: string = \"\"; batching_queue: string = \"\"; low_priority_max_batch_size: int = 0; low_priority_batch_timeout_micros: int = 0; "
        + "low_priority_allowed_batch_sizes: list(int) = []; low_priority_max_enqueued_batches: int = 0; Tin: list(type) >= 1; Tcaptured: list(type); "
        + "Tout: list(type) >= 1; enable_large_batch_splitting: bool = false | distributed";

    public override OpEffect Effect => OpEffect.Writes;

    public FunctionReference Function(AttributeList attributes, FunctionLibrary library) => attributes.Get<FunctionReference>("f");

    public int BatchedInputs(AttributeList attributes) => attributes.Get<DType[]>("Tin").Length;

    public BatchOptions Options(AttributeList attributes, string nodeName)
    {
        (long size, long[] allowed, bool splits) = (attributes.Get<long>("max_batch_size"), attributes.Get<long[]>("allowed_batch_sizes"), attributes.Get<bool>("enable_large_batch_splitting"));
        if (size <= 0) throw Invalid($"max_batch_size must be positive, not {size}");
        for (int i = 1; i < allowed.Length; i++)
        {
            if (allowed[i] <= allowed[i - 1]) throw Invalid("allowed_batch_sizes entries must be monotonically increasing");
        }

        if (!splits && allowed.Length > 0 && allowed[^1] != size)
        {
            throw Invalid("final entry in allowed_batch_sizes must equal max_batch_size when enable_large_batch_splitting is False");
        }

        string shared = attributes.GetString("shared_name");
        return new BatchOptions(
            attributes.GetString("container"),
            (shared.Length > 0 ? shared : nodeName) + "/" + attributes.GetString("batching_queue"),
            size,
            TimeSpan.FromMicroseconds(Math.Clamp(attributes.Get<long>("batch_timeout_micros"), 0, int.MaxValue)),
            attributes.Get<long>("num_batch_threads") is > 0 and <= int.MaxValue and long threads ? (int)threads : int.MaxValue,
            attributes.Get<long>("max_enqueued_batches"),
            allowed,
            splits);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        foreach (AttributeDefinition attribute in Definition.Attributes) r.Ignore(attribute.Name);
        throw new TfException(StatusCode.Internal, $"The function {r.Function("f").Name} was not taken in; {{{{node {r.NodeName}}}}}.");
    }

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
