using System.Collections.Concurrent;
using Weir.Protos;
using Weir.SavedModels;

namespace Weir;

/// <summary>A named way to run a model: keys for inputs and outputs. Safe for concurrent runs.</summary>
/// <remarks>
/// Runs behave as TensorFlow's C++ session (and so its server): dtypes are checked, shapes are not; the ops decide what they can use.
/// Each combination of given inputs and asked outputs is planned once.
/// </remarks>
public sealed class Signature
{
    private readonly Session session;
    private readonly SortedDictionary<string, SignatureTensor> inputs;
    private readonly SortedDictionary<string, SignatureTensor> outputs;
    private readonly Dictionary<string, Tensor> defaults;
    private readonly ConcurrentDictionary<string, SignatureCall> calls = new(StringComparer.Ordinal);
    private SignatureCall? wholeCall;

    internal Signature(string name, SignatureDef definition, Session session)
    {
        Name = name;
        MethodName = definition.MethodName;
        this.session = session;
        inputs = SignatureReader.Tensors(definition.Inputs);
        outputs = SignatureReader.Tensors(definition.Outputs);
        defaults = definition.Defaults.ToDictionary(pair => pair.Key, pair => TensorProtoCodec.Decode(pair.Value), StringComparer.Ordinal);
    }

    /// <summary>The signature's key, <c>serving_default</c>.</summary>
    public string Name { get; }

    /// <summary>What kind of call it is, <c>tensorflow/serving/predict</c>.</summary>
    public string MethodName { get; }

    /// <summary>The inputs by key, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SignatureTensor> Inputs => inputs;

    /// <summary>The outputs by key, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SignatureTensor> Outputs => outputs;

    /// <summary>Runs the signature.</summary>
    /// <param name="given">A tensor for each input; one with a default value may be left out. They stay the caller's.</param>
    /// <param name="asked">The output keys to compute; null: all.</param>
    /// <param name="options">Timeout and trace.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>The outputs by key; the caller disposes them.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: an unknown key, a wrong dtype, a missing input; or any error of the graph.</exception>
    public NamedTensors Run(
        IReadOnlyDictionary<string, Tensor> given,
        IReadOnlyCollection<string>? asked = null,
        RunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        SignatureCall call = CallFor([.. given.Keys], asked);
        Tensor[] results = new Tensor[call.OutputKeys.Length];
        call.Callable.Run(call.Arrange(given, defaults), results, options, cancellationToken);
        return new NamedTensors(call.OutputKeys, results);
    }

    /// <summary>Runs the signature without holding a thread while operations wait.</summary>
    /// <param name="given">A tensor for each input; not to be disposed before the task ends.</param>
    /// <param name="asked">The output keys to compute; null: all.</param>
    /// <param name="options">Timeout and trace.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>The outputs by key; the caller disposes them.</returns>
    public async Task<NamedTensors> RunAsync(
        IReadOnlyDictionary<string, Tensor> given,
        IReadOnlyCollection<string>? asked = null,
        RunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        SignatureCall call = CallFor([.. given.Keys], asked);
        Tensor[] results = await call.Callable.RunAsync(call.Arrange(given, defaults), options, cancellationToken).ConfigureAwait(false);
        return new NamedTensors(call.OutputKeys, results);
    }

    /// <summary>The planned run itself: inputs and outputs in the order of <see cref="Inputs"/> and <see cref="Outputs"/>, all given, all asked.</summary>
    public Callable ToCallable() => WholeCall().Callable;

    /// <summary>Values for inputs that a caller may leave out.</summary>
    internal IReadOnlyDictionary<string, Tensor> Defaults => defaults;

    /// <summary>The planned run with all inputs given and all outputs asked.</summary>
    internal SignatureCall WholeCall() => wholeCall ??= MakeCall([.. inputs.Keys], [.. outputs.Keys]);

    /// <summary>The planned run for some of the inputs and outputs.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: an unknown key.</exception>
    internal SignatureCall CallFor(IReadOnlyCollection<string> given, IReadOnlyCollection<string>? asked)
    {
        if (asked is null && given.Count == inputs.Count && given.All(inputs.ContainsKey)) return WholeCall();
        foreach (string key in given) Require(inputs, key, "input");
        string[] inputKeys = [.. inputs.Keys.Where(key => given.Contains(key) || defaults.ContainsKey(key))];
        string[] outputKeys = [.. asked ?? (IReadOnlyCollection<string>)outputs.Keys];
        foreach (string key in outputKeys) Require(outputs, key, "output");
        string id = string.Join('\u0001', inputKeys) + '\u0002' + string.Join('\u0001', outputKeys);
        if (calls.TryGetValue(id, out SignatureCall? known)) return known;
        return calls.Count < SignatureCall.MaxKept ? calls.GetOrAdd(id, _ => MakeCall(inputKeys, outputKeys)) : MakeCall(inputKeys, outputKeys);
    }

    private SignatureCall MakeCall(string[] inputKeys, string[] outputKeys) => new(
        session.MakeCallable(
            [.. inputKeys.Select(key => Find(inputs[key]))],
            [.. outputKeys.Select(key => Find(outputs[key]))]),
        inputKeys,
        outputKeys);

    private Output Find(SignatureTensor tensor) => session.Graph.GetOutput(tensor.TensorName);

    private void Require(SortedDictionary<string, SignatureTensor> known, string key, string what)
    {
        if (known.ContainsKey(key)) return;
        throw new TfException(StatusCode.InvalidArgument,
            $"'{key}' is not an {what} of the signature '{Name}'; its {what}s are: {string.Join(", ", known.Keys)}.");
    }
}
