using Weir.Protos;

namespace Weir.Predictions;

/// <summary>A question about tf.Examples: the tensor that takes them, and those that answer. Classify and Regress are the two kinds.</summary>
/// <param name="Signature">The signature that asks.</param>
/// <param name="InputName">The tensor that takes the serialized examples.</param>
/// <param name="OutputNames">The tensors that answer.</param>
internal abstract record ExampleTask(Signature Signature, string InputName, IReadOnlyList<string> OutputNames)
{
    private const string InputKey = "inputs";

    /// <summary>The signature that a Classify or Regress request names.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the model has no such signature.</exception>
    public static Signature Find(SavedModelServable servable, string name) => servable.Find(name)
        ?? throw new TfException(StatusCode.InvalidArgument, $"No signature was found with the name: {SavedModelServable.OrDefault(name)}");

    /// <summary>Runs the tasks' signatures together on the same examples.</summary>
    /// <returns>The outputs by the names of their tensors.</returns>
    public static async Task<NamedTensors> RunAsync(
        SavedModelServable servable, IReadOnlyCollection<ExampleTask> tasks, Tensor examples, RunOptions? options, CancellationToken cancellation)
    {
        string[] feeds = [.. tasks.Select(task => task.InputName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] fetches = [.. tasks.SelectMany(task => task.OutputNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Callable callable = servable.JointCall(feeds, fetches);
        Tensor[] fed = new Tensor[feeds.Length];
        Array.Fill(fed, examples);
        return new NamedTensors(fetches, await callable.RunAsync(fed, options, cancellation).ConfigureAwait(false));
    }

    protected static void RequireMethod(Signature signature, string method, string kind, bool check)
    {
        if (check && signature.MethodName != method)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Expected {kind} signature method_name to be {method}. Was: {signature.MethodName}");
        }
    }

    protected static void RequireOneInput(Signature signature)
    {
        if (signature.Inputs.Count != 1) throw new TfException(StatusCode.InvalidArgument, "Expected one input Tensor.");
    }

    protected static string RequireInputKey(SavedModelServable servable, Signature signature, string kind) =>
        signature.Inputs.TryGetValue(InputKey, out SignatureTensor? input)
            ? input.TensorName
            : throw new TfException(StatusCode.InvalidArgument, $"No {kind} inputs found in SignatureDef: {Describe(servable, signature)}");

    protected static string Describe(SavedModelServable servable, Signature signature) =>
        servable.Definitions.TryGetValue(signature.Name, out SignatureDef? definition) ? TextFormat.Print(definition) : signature.Name;
}
