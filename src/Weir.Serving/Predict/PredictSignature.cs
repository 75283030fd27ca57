using Weir.SavedModels;

namespace Weir.Predictions;

/// <summary>Holds a Predict request against its signature: which planned run answers it, or why none does.</summary>
/// <remarks>Source: predict_util.cc (TensorFlow Serving), cc/saved_model/util.cc (TensorFlow). The order of the checks is theirs.</remarks>
internal static class PredictSignature
{
    private static readonly string[] KnownMethods = [MethodNames.Predict, MethodNames.Classify, MethodNames.Regress];

    /// <summary>The signature that a request names.</summary>
    /// <exception cref="TfException">FAILED_PRECONDITION: the model has no such signature. INTERNAL: its method name is checked, and not known.</exception>
    public static Signature Find(SavedModelServable servable, string name, bool checkMethodName)
    {
        if (servable.Find(name) is not { } signature)
        {
            throw new TfException(StatusCode.FailedPrecondition, $"Serving signature key \"{SavedModelServable.OrDefault(name)}\" not found.");
        }

        if (checkMethodName && !KnownMethods.Contains(signature.MethodName))
        {
            throw new TfException(StatusCode.Internal,
                $"Expected prediction signature method_name to be one of {{{string.Join(", ", KnownMethods)}}}. Was: {signature.MethodName}");
        }

        return signature;
    }

    /// <summary>The planned run for the inputs given and the outputs asked.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="inputs">What the request gives, by alias.</param>
    /// <param name="outputFilter">The outputs asked for; empty: all.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: an input is missing or unknown, an output unknown or asked for twice.</exception>
    public static SignatureCall Plan<TValue>(Signature signature, IDictionary<string, TValue> inputs, IReadOnlyCollection<string> outputFilter)
    {
        SignatureCall whole = signature.WholeCall();
        if (outputFilter.Count == 0 && inputs.Count == whole.InputKeys.Length && HasAll(inputs, whole.InputKeys)) return whole;
        CheckInputs(signature, [.. inputs.Keys.Order(StringComparer.Ordinal)]);
        CheckOutputs(signature, outputFilter);
        return signature.CallFor([.. inputs.Keys], outputFilter.Count == 0 ? null : outputFilter);
    }

    private static bool HasAll<TValue>(IDictionary<string, TValue> inputs, string[] keys)
    {
        foreach (string key in keys)
        {
            if (!inputs.ContainsKey(key)) return false;
        }

        return true;
    }

    private static void CheckInputs(Signature signature, string[] given)
    {
        IReadOnlyDictionary<string, SignatureTensor> expected = signature.Inputs;
        if (given.Length > expected.Count || (given.Length < expected.Count && signature.Defaults.Count == 0))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"input size does not match signature: {given.Length}!={expected.Count} len({{{string.Join(',', given)}}}) != len({{{string.Join(',', expected.Keys)}}}). "
                + $"Sent extra: {{{string.Join(',', given.Where(key => !expected.ContainsKey(key)))}}}. "
                + $"Missing but required: {{{string.Join(',', expected.Keys.Where(key => !given.Contains(key)))}}}.");
        }

        foreach (SignatureTensor input in expected.Values)
        {
            if (given.Contains(input.Key) || signature.Defaults.ContainsKey(input.Key)) continue;
            throw new TfException(StatusCode.InvalidArgument,
                $"Signature input alias: {input.Key}(feed name: {input.TensorName}) not found in request and no default value provided. "
                + $"Inputs expected to be in the request {{{string.Join(',', given)}}}, or default input alias set: "
                + string.Join(',', signature.Defaults.Keys.Order(StringComparer.Ordinal)));
        }

        string[] used = [.. given.Where(expected.ContainsKey)];
        if (used.Length < given.Length)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Inputs contains invalid name. Used request inputs: {string.Join(',', used)}, request input: {string.Join(',', given)}");
        }
    }

    private static void CheckOutputs(Signature signature, IReadOnlyCollection<string> filter)
    {
        HashSet<string> seen = [];
        foreach (string alias in filter)
        {
            if (!signature.Outputs.ContainsKey(alias))
            {
                throw new TfException(StatusCode.InvalidArgument,
                    $"output tensor alias not found in signature: {alias} Outputs expected to be in the set {{{string.Join(',', signature.Outputs.Keys)}}}.");
            }

            if (!seen.Add(alias)) throw new TfException(StatusCode.InvalidArgument, $"duplicate output tensor alias: {alias}");
        }
    }
}
